package io.spicerack.pgwire;

import java.util.List;

/**
 * What is sent at a time.
 *
 * @param rowsOf the answers of which it holds rows
 * @param taken messages that were answered with it
 * @param last whether the connection is closed after it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once
record Piece(byte[] bytes, List<Outflow> rowsOf, int taken, boolean last) {}
