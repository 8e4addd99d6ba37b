/** A JSON value (RFC 8259). */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object; absent members are simply not there. */
export interface JsonObject {
  readonly [member: string]: Json | undefined;
}
