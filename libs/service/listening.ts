import { systemCodeOf } from './system-error.ts';

/** Where a program is to listen, and which settings say so. */
export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
  readonly hostSetting: string;
  readonly portSetting: string;
}

/** The address cannot be listened on; the message is one line that says what to do. */
export class AddressUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AddressUnavailable';
  }
}

/** `AddressUnavailable` for what the system says of an address; anything else as it came. */
export const addressProblem = (error: unknown, { host, port, hostSetting, portSetting }: ListeningAddress): unknown => {
  const advice: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} on ${host} is in use: stop what uses it, or set ${portSetting} to another`,
    EACCES: `this account may not listen on port ${port}: set ${portSetting} to one above 1023`,
    EADDRNOTAVAIL: `this machine has no address ${host}: set ${hostSetting} to one that it has`,
    ENOTFOUND: `there is no host ${host}: set ${hostSetting} to an address of this machine`,
  };
  const line = advice[systemCodeOf(error) ?? ''];
  return line === undefined ? error : new AddressUnavailable(line, { cause: error });
};
