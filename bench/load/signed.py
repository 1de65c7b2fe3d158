"""Requests signed for QuickSight with AWS Signature Version 4, from AWS's description of it."""

import datetime
import hashlib
import hmac


def hashed(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def headers(variables, host, path, method="GET", body=b""):
    """What goes with a request of a path that needs no escapes, without a query; good for 15 minutes."""
    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    content = hashlib.sha256(body).hexdigest()
    canonical = f"{method}\n{path}\n\nhost:{host}\nx-amz-date:{date}\n\nhost;x-amz-date\n{content}"
    scope = [date[:8], variables["AWS_REGION"], "quicksight", "aws4_request"]
    key = ("AWS4" + variables["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope:
        key = hashed(key, part)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", date, "/".join(scope), digest])
    credential = variables["AWS_ACCESS_KEY_ID"] + "/" + "/".join(scope)
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host;x-amz-date, Signature={signature}"
    return {"X-Amz-Date": date, "Authorization": authorization}
