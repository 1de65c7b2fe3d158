"""Requests signed with AWS Signature Version 4, from AWS's description of it."""

import datetime
import hashlib
import hmac


def hashed(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def headers(variables, host, path, method="GET", body=b"", service="quicksight"):
    """What goes with a request of a path that needs no escapes, without a query; good for 15 minutes."""
    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    content = hashlib.sha256(body).hexdigest()
    names = {"host": host, "x-amz-content-sha256": content, "x-amz-date": date}
    lines = "".join(f"{name}:{value}\n" for name, value in names.items())
    signed = ";".join(names)
    canonical = f"{method}\n{path}\n\n{lines}\n{signed}\n{content}"
    scope = [date[:8], variables["AWS_REGION"], service, "aws4_request"]
    key = ("AWS4" + variables["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope:
        key = hashed(key, part)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", date, "/".join(scope), digest])
    credential = variables["AWS_ACCESS_KEY_ID"] + "/" + "/".join(scope)
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={signed}, Signature={signature}"
    return {"X-Amz-Date": date, "X-Amz-Content-Sha256": content, "Authorization": authorization}
