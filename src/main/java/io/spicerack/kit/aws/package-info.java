/**
 * The embedded AWS: KMS, Secrets Manager and STS GetCallerIdentity over HTTP, which the AWS SDK's clients, the aws
 * command line and Camel's components talk to unchanged.
 *
 * <p>It is a laptop's stand-in. Its state is encrypted on disk under a root key that lies beside it, in a file that only
 * its owner reads. That keeps key material and secrets out of backups, searches and log bundles which leave the root key
 * file behind, and it makes an edited or swapped state file fail to open. It protects nothing from whoever can read the
 * root key file or the memory of the process, and nothing notices when the whole directory is put back to an older copy.
 * In production KMS keeps its keys in hardware; point the same clients at it.
 *
 * <p>What differs from AWS: there is one caller, whose IAM policies are taken to allow everything, so that key policies,
 * secret policies and grants decide; policies know Effect, Principal and Action, not Condition; grants and changes of a
 * key's state hold at once; RSA keys sign (with RSASSA-PSS whole messages only) but do not encrypt, and other
 * asymmetric and HMAC keys can be made and described but not used; only RotateKeyOnDemand changes a key's material.
 */
@NullMarked
package io.spicerack.kit.aws;

import org.jspecify.annotations.NullMarked;
