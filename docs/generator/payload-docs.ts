import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What the doc comments of classes say of their members: `docs.get('ReceiveOrder')?.get('currency')`. */
export type PayloadDocs = ReadonlyMap<string, ReadonlyMap<string, string>>;

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? '')
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Doc comments of the classes in TypeScript files below a folder; types are gone when the program runs, and comments with them. */
export const readPayloadDocs = (folder: string): PayloadDocs => {
  const docs = new Map<string, ReadonlyMap<string, string>>();
  for (const file of globSync('**/*.ts', { cwd: folder }).toSorted()) {
    if (file.endsWith('.spec.ts')) continue;
    const text = readFileSync(path.join(folder, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, true);
    for (const declaration of source.statements.filter(ts.isClassDeclaration)) {
      const members = declaration.members
        .filter(ts.isPropertyDeclaration)
        .map((member): [string, string] => [member.name.getText(), docOf(member)]);
      if (declaration.name) docs.set(declaration.name.text, new Map(members));
    }
  }
  return docs;
};
