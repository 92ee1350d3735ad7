package dev.causeway.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time of processes as the kernel accounts for it. */
public final class CpuTime {

  // proc(5): field 14 is utime, 15 is stime; behind the ")" of the command, field 3 comes first.
  private static final int UTIME = 14 - 3;
  private static final int STIME = 15 - 3;
  // USER_HZ is 100 on every Linux that matters: the kernel's ABI keeps it fixed.
  private static final long MICROS_PER_TICK = 10_000;

  private CpuTime() {}

  /** Returns user plus system time of the processes so far, microseconds. */
  public static long micros(List<Long> pids) throws IOException {
    long ticks = 0;
    for (long pid : pids) {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
    }
    return ticks * MICROS_PER_TICK;
  }
}
