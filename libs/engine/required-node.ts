/** The oldest Node that Juchu runs on: the embedded database's driver crashes on older ones. */
const OLDEST = [22, 12] as const;

/**
 * What to tell who runs this with too old a Node, such as `20.20.2`; undefined where it is new enough. Imports nothing, so that it can be asked before anything
 * is imported which an older Node would fail in without saying why.
 */
export const nodeProblem = (version: string): string | undefined => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `juchu: this is Node ${version}; Juchu needs ${OLDEST.join('.')} or newer ("npm start" and "npm run juchu -- …" bring their own)`;
};
