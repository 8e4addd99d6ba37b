import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate of a server that signed it itself. */
export interface SelfSigned {
  /** PEM file, which is the authority too. */
  readonly certificateFile: string;
  readonly certificate: Buffer;
  readonly key: Buffer;
}

export interface Certificates {
  /** For one host name. `validDays` below zero: it has expired. */
  make(host: string, validDays?: number): SelfSigned;
  /** Removes the files. */
  remove(): void;
}

/** Made with the `openssl` that the path leads to, which the machines that build this have; without it the specs that need certificates fail. */
export const madeCertificates = (): Certificates => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-certificates-'));
  const openssl = (...words: readonly string[]): void => {
    execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  };
  writeFileSync(join(folder, 'signed'), '');
  let count = 0;
  return {
    make: (host, validDays = 1) => {
      count += 1;
      const [key, request, certificate, settings] = [`${count}.key`, `${count}.csr`, `${count}.pem`, `${count}.conf`];
      writeFileSync(join(folder, settings), signingSettings(host));
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
      openssl('req', '-new', ...curve, '-subj', `/CN=${host}`, '-keyout', key, '-out', request);
      const dates = ['-startdate', stamp(validDays - 2), '-enddate', stamp(validDays)];
      const files = ['-config', settings, '-in', request, '-keyfile', key, '-out', certificate];
      openssl('ca', '-batch', '-selfsign', '-notext', ...dates, ...files);
      const certificateFile = join(folder, certificate);
      return { certificateFile, certificate: readFileSync(certificateFile), key: readFileSync(join(folder, key)) };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
};

/** `openssl ca` is the only one of its commands that lets a certificate end in the past. */
const signingSettings = (host: string): string => `
[ca]
default_ca = here
[here]
database = signed
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = names
x509_extensions = extensions
unique_subject = no
[names]
commonName = supplied
[extensions]
subjectAltName = DNS:${host}
`;

/** So many days from now as openssl writes it: 20260105100000Z. */
const stamp = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`;
