package io.spicerack.prepare.expression;

/** A value of one row that an expression or a cast cannot take, by QuickSight's code for skipped rows. It quotes nothing. */
public final class RowFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** QuickSight's codes. */
    public enum Code {
        ARITHMETIC_EXCEPTION,
        MALFORMED_DATE,
        NUMBER_BITWIDTH_TOO_LARGE,
        NUMBER_PARSE_FAILURE
    }

    private final Code code;

    public RowFault(Code code) {
        super(code.name(), null, false, false);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
