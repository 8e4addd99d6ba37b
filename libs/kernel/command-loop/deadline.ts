/** Until when a call may take, on the machine's own steady clock: no business time. */
export interface Deadline {
  /** Milliseconds left, never below 1, so that it can be passed on as a timeout. */
  remaining(): number;
  passed(): boolean;
}

export const deadlineIn = (milliseconds: number): Deadline => {
  const end = performance.now() + milliseconds;
  return {
    remaining: () => Math.max(1, Math.ceil(end - performance.now())),
    passed: () => performance.now() >= end,
  };
};
