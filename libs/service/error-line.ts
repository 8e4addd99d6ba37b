/** What went wrong, in one line without a stack: errors that are foreseen say themselves what to do. */
export const errorLine = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `juchu: ${line}`;
};
