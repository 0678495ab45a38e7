package online.nexuscos.bench;

/**
 * One line of {@code /proc/<pid>/stat}, as proc(5) describes it.
 *
 * @param parent process id of the parent
 * @param cpuTicks user and system time of all its threads, in clock ticks; children not included
 */
record ProcStat(int pid, int parent, long cpuTicks) {
    /** Fields are counted after the command, which may itself hold blanks and brackets. */
    private static final int PARENT = 1;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /**
     * @throws BenchException the line is not one of /proc
     */
    static ProcStat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 0 || close < open) {
            throw new BenchException("stat: no command in brackets: " + line);
        }
        String[] fields = line.substring(close + 1).strip().split(" ", -1);
        if (fields.length <= SYSTEM_TICKS) {
            throw new BenchException(
                    "stat fields: %d (expected: > %d)".formatted(fields.length, SYSTEM_TICKS));
        }
        try {
            return new ProcStat(
                    Integer.parseInt(line.substring(0, open).strip()),
                    Integer.parseInt(fields[PARENT]),
                    Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
        } catch (NumberFormatException e) {
            throw new BenchException("stat: " + line, e);
        }
    }

    /** Resident memory in kB from the text of {@code /proc/<pid>/status}; 0 of a zombie. */
    static long residentKilobytes(String status) {
        for (String line : status.split("\n", -1)) {
            if (line.startsWith("VmRSS:")) {
                String[] words = line.substring("VmRSS:".length()).strip().split(" ", -1);
                return Long.parseLong(words[0]);
            }
        }
        return 0;
    }
}
