import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { StreamType } from '#libs/kernel/decider';
import { IsLine } from '#libs/ordering/validation/text-rules';
import { payloadSchemas } from '../../apps/api/openapi/payload-schemas.ts';
import { commandCatalogue } from './command-catalogue.ts';
import { readPayloadDocs } from './payload-docs.ts';

class LabelPayload {
  @IsLine()
  readonly label!: string;
}

const catalogueOf = (category: string): CommandCatalogue => {
  class Label extends LabelPayload {
    @IsLine()
    readonly place!: string;
  }
  const texts = { ja: category, en: category };
  return {
    collection: `${category}s`,
    streamType: { category } as StreamType,
    title: texts,
    commands: { Label: { payload: Label, summary: texts, example: {} } },
  };
};

describe('the command catalogue', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-docs-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (file: string, text: string): void => {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };

  it('tells commands of one name apart, by link and by what their own classes say', () => {
    write('shared.ts', 'export class LabelPayload {\n/** In large letters. */\nlabel!: string;\n}');
    for (const kind of ['basket', 'wooden-crate'])
      write(
        `${kind}/${kind}.commands.ts`,
        `export class Label extends LabelPayload {\n/** On the ${kind}. */\nplace!: string;\n}`,
      );
    const catalogues = [catalogueOf('basket'), catalogueOf('woodenCrate')];
    const page = commandCatalogue(catalogues, payloadSchemas(), readPayloadDocs(folder));
    const [, baskets = '', crates = ''] = page.split(/^## /m);
    expect(baskets).toContain('[Label](#label)');
    expect(crates).toContain('[Label](#label-1)');
    expect(baskets).toContain('On the basket.');
    expect(crates).toContain('On the wooden-crate.');
    for (const section of [baskets, crates]) expect(section).toContain('In large letters.');
  });
});
