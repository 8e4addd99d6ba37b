import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { configurationFrom } from '#libs/engine/configuration';

interface Service {
  readonly image: string;
  readonly build?: { readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
}
interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const project = path.resolve(import.meta.dirname, '..');
const inDocker = (file: string): string => path.join(project, 'docker', file);
const dockerfile = readFileSync(inDocker('Dockerfile'), 'utf8');
const folder = mkdtempSync(path.join(tmpdir(), 'juchu-docker-'));
afterAll(() => rmSync(folder, { recursive: true }));

const complaintsAbout = (file: string): readonly string[] => {
  const words = [
    'node_modules/dclint/bin/dclint.cjs',
    '--config',
    inDocker('dclint.json'),
    '--formatter',
    'json',
    file,
  ];
  const { stdout } = spawnSync(process.execPath, words, { cwd: project, encoding: 'utf8' });
  const results = JSON.parse(stdout) as readonly { readonly messages: readonly { readonly message: string }[] }[];
  expect(results).toHaveLength(1);
  return results.flatMap(({ messages }) => messages.map(({ message }) => message));
};

/** What the Dockerfile sets for every program of the image. */
const imageEnvironment = Object.fromEntries(
  [...dockerfile.matchAll(/^(?:ENV| {4}) ?(?<name>JUCHU_\w+)=(?<value>\S+)/gm)].map(({ groups }) => [
    groups?.['name'] ?? '',
    groups?.['value'] ?? '',
  ]),
);

describe('the Dockerfile', () => {
  it('has nothing that a Dockerfile linter complains about', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate(dockerfile.replace('EXPOSE 3000', 'EXPOSE port'))).toHaveLength(1);
  });

  it('is built on pinned images, does not run as root, and copies only what is there and sent', () => {
    expect(dockerfile.match(/^FROM \S+/gm)).toEqual(Array(2).fill('FROM node:24.21.0-bookworm-slim'));
    expect(dockerfile).toMatch(/^USER node$/m);
    const sent = readFileSync(path.join(project, '.dockerignore'), 'utf8').split('\n');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(?<files>.+) \S+$/gm)].flatMap(({ groups }) =>
      (groups?.['files'] ?? '').split(' '),
    );
    expect(copied).toContain('docker/health.mjs');
    expect(copied.filter((file) => !existsSync(path.join(project, file)) || !sent.includes(`!${file}`))).toEqual([]);
  });
});

describe.each(globSync('compose*.yaml', { cwd: inDocker('') }))('docker/%s', (file) => {
  const compose = parse(readFileSync(inDocker(file), 'utf8'), { merge: true }) as ComposeFile;
  const services = Object.entries(compose.services);

  it('is a compose file by its schema, and has nothing that a linter complains about', () => {
    expect(complaintsAbout(inDocker(file))).toEqual([]);
    const misspelt = path.join(folder, file);
    writeFileSync(misspelt, readFileSync(inDocker(file), 'utf8').replace('\nservices:', '\nservice:'));
    expect(complaintsAbout(misspelt)).not.toEqual([]);
  });

  it('pins every image to a version', () => {
    for (const [, { image }] of services) expect(image).toMatch(/^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/);
  });

  it('waits for others only by their health, or their end', () => {
    for (const [, { depends_on = {} }] of services)
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const { healthcheck, command = [] } = compose.services[other] ?? {};
        if (condition === 'service_healthy') expect(healthcheck?.test.length).toBeGreaterThan(1);
        else expect([condition, command.length > 0]).toEqual(['service_completed_successfully', true]);
      }
  });

  it('mounts and reads only what is there', () => {
    for (const [, { volumes = [], secrets = [] }] of services) {
      const sources = volumes.map((volume) => volume.split(':')[0] ?? '');
      for (const source of sources)
        if (source.startsWith('./')) expect(existsSync(inDocker(source))).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(source);
      for (const secret of secrets) expect(Object.keys(compose.secrets ?? {})).toContain(secret);
    }
  });

  it('starts and watches only programs that the build makes', () => {
    const words = services
      .filter(([, { build }]) => build)
      .flatMap(([, { command = [], healthcheck }]) => [...command, ...(healthcheck?.test ?? [])])
      .concat([...dockerfile.matchAll(/"(?<word>[\w/.]+\.m?js)"/g)].map(({ groups }) => groups?.['word'] ?? ''))
      .filter((word) => /\.m?js$/.test(word));
    expect(words).toContain('dist/apps/api/main.js');
    for (const word of words) {
      const source = word.startsWith('dist/') ? word.replace(/^dist\/(.*)\.js$/, '$1.ts') : `docker/${word}`;
      expect([word, existsSync(path.join(project, source))]).toEqual([word, true]);
    }
  });

  it('gives every program a configuration that it takes', () => {
    execFileSync('sh', [inDocker('make-secrets'), path.join(folder, 'secrets')]);
    const secretFile = (mounted: string): string =>
      path.join(folder, compose.secrets?.[path.basename(mounted)]?.file ?? 'missing');
    for (const [name, { build, environment = {}, secrets = [] }] of services.filter(([, { build }]) => build)) {
      expect([name, build?.dockerfile]).toEqual([name, 'docker/Dockerfile']);
      const given = Object.entries(environment).map(([setting, value]) => {
        if (!setting.endsWith('_FILE')) return [setting, value];
        expect(secrets).toContain(path.basename(value));
        return [setting, secretFile(value)];
      });
      const configuration = configurationFrom({ ...imageEnvironment, ...(Object.fromEntries(given) as object) });
      const apart = services.some(([service]) => service === 'worker');
      expect(configuration).toMatchObject({
        dataFolder: '/data',
        host: '0.0.0.0',
        workerHost: '0.0.0.0',
        worker: apart ? 'apart' : 'inside',
        eventStore: { kind: apart ? 'eventstoredb' : 'sqlite' },
        readDatabase: { kind: apart ? 'postgres' : 'sqlite' },
        keyVault: { kind: apart ? 'postgres' : 'sqlite' },
      });
    }
  });
});
