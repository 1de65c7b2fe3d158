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

# for nodes that work at once (docker compose up node-a node-b)
secret = secrets.create_secret(
    Name="spicerack-catalog",
    SecretString=json.dumps({"username": "spicerack", "password": os.environ["CATALOG_PASSWORD"]}),
)
digests = kms.create_key(Description="signs digest files", KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]
boto3.client("s3", **local).create_bucket(
    Bucket="sealed-versions", CreateBucketConfiguration={"LocationConstraint": os.environ["AWS_REGION"]}
)
shared = {
    "spicerack.nodes": "together",
    "spicerack.catalog": "jdbc:postgresql://127.0.0.1:5432/spicerack",
    "spicerack.catalog.secret": secret["ARN"],
    "spicerack.catalog.tls": "off",
    "spicerack.store": "s3://sealed-versions/hospital",
    "spicerack.audit.signing-key": digests["Arn"],
}

options["spicerack.secrets.allowed"] = ",".join(
    options[f"hospital.{source}.secret-arn"] for source in ("postgres", "mysql")
)
for path, given in ((os.environ["OPTIONS_FILE"], options), (os.environ["OPTIONS_FILE"] + "-nodes", shared)):
    with open(path, "w") as file:
        for name, value in given.items():
            print(f"-D{name}={value}", file=file)
            print(f"{name}: {value}", flush=True)

# What the health check waits for
open("/tmp/ready", "w").close()
threading.Event().wait()
