package io.spicerack.cli;

import picocli.CommandLine.Command;

/** {@code spicerack audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Search the audit trail, deliver it, and prove that nobody has changed it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AuditSearchCommand.class,
            AuditKeyOfCommand.class,
            AuditDeliverCommand.class,
            AuditHeadCommand.class,
            AuditVerifyCommand.class,
            AuditPublicKeysCommand.class,
            AuditReconcileCommand.class,
            AuditRotateKeyCommand.class,
            AuditSinksCommand.class
        })
public final class AuditCommand {}
