package io.spicerack.cli;

import java.io.Console;

/** Whether somebody watches: a line may then be overwritten. */
public final class Terminal {
    private Terminal() {}

    /** Whether there is one. From Java 22 on there is a console without a terminal too, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull") // that method is asked
    public static boolean present() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
