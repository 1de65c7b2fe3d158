#!/usr/bin/env python3
"""Reads a sealed file with pyarrow and prints its rows: read-pyarrow.py FILE [DATA-SET-ARN]

Needs pyarrow (tried: 25.0.1). The key is asked of KMS (boto3) in the encryption context of the data set; without an ARN the file
is the golden one of this checkout, whose data key is beside it.
"""

import base64
import pathlib
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe


def keys(data_set):
    class Keys(pe.KmsClient):
        def __init__(self, config):
            super().__init__()

        def wrap_key(self, key, master):
            raise PermissionError("sealed files are read only")

        def unwrap_key(self, wrapped, master):
            if data_set is None:
                golden = pathlib.Path(__file__).parents[2] / "src/test/resources/golden/format-2.key"
                return bytes.fromhex(golden.read_text().strip())
            import boto3

            return boto3.client("kms").decrypt(
                CiphertextBlob=base64.b64decode(wrapped),
                KeyId=master,
                EncryptionContext={"aws:quicksight:arn": data_set},
            )["Plaintext"]

    return Keys


def main(file, data_set=None):
    factory = pe.CryptoFactory(keys(data_set))
    decryption = factory.file_decryption_properties(pe.KmsConnectionConfig(), parquet_file_path=file)
    table = pq.read_table(file, decryption_properties=decryption)
    print(f"pyarrow {pa.__version__}: {table.num_rows} rows")
    print(table)


main(*sys.argv[1:])
