/** How many events are read from the log at a time, at most. Logs make pages of large events shorter by themselves, since every reader holds one. */
export const PAGE_LENGTH = 512;
