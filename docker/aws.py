"""An AWS stand-in for docker-compose: moto's server with the key and the secrets that Spicerack is to find.

Everything is kept in memory: after a restart of this container the keys are gone, and what was sealed under them
stays sealed for ever. The ARNs, which are new each time, are written as options of `spicerack run`.
"""
import json
import os
import threading

import boto3
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="0.0.0.0", port=5000, verbose=False)
server.start()

local = {"endpoint_url": "http://127.0.0.1:5000", "region_name": os.environ["AWS_REGION"]}
kms = boto3.client("kms", **local)
key = kms.create_key(Description="Spicerack's service-owned key")["KeyMetadata"]
kms.create_alias(AliasName="alias/spicerack-service", TargetKeyId=key["KeyId"])

options = {
    "spicerack.service-owned-key": key["Arn"],
    "spicerack.service-role": f"arn:aws:iam::{key['AWSAccountId']}:root",
}

secrets = boto3.client("secretsmanager", **local)
for source in ("postgres", "mysql"):
    password = os.environ[f"HOSPITAL_{source.upper()}_PASSWORD"]
    secret = secrets.create_secret(
        Name=f"hospital-{source}",
        SecretString=json.dumps({"username": "spicerack", "password": password}),
    )
    options[f"hospital.{source}.secret-arn"] = secret["ARN"]

options["spicerack.secrets.allowed"] = ",".join(
    options[f"hospital.{source}.secret-arn"] for source in ("postgres", "mysql")
)
with open(os.environ["OPTIONS_FILE"], "w") as file:
    for name, value in options.items():
        print(f"-D{name}={value}", file=file)
        print(f"{name}: {value}", flush=True)

# What the health check waits for
open("/tmp/ready", "w").close()
threading.Event().wait()
