import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What the doc comments of a class say of its members, by member. */
export type MemberDocs = ReadonlyMap<string, string>;

/** What the doc comments of classes say of their members: `docs.of('ReceiveOrder', 'goods-order').get('currency')`. */
export interface PayloadDocs {
  /** Members of the classes that it extends are among them. Where several classes bear the name, the one in `folder` is meant. */
  of(name: string, folder?: string): MemberDocs;
}

interface ClassDocs {
  readonly name: string;
  readonly folder: string;
  readonly extended: string | undefined;
  readonly members: MemberDocs;
}

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? '')
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

const classDocsOf = (declaration: ts.ClassDeclaration, folder: string): ClassDocs => {
  const [extended] = declaration.heritageClauses?.flatMap(({ types }) => types) ?? [];
  const members = declaration.members
    .filter(ts.isPropertyDeclaration)
    .map((member): [string, string] => [member.name.getText(), docOf(member)]);
  return {
    name: declaration.name?.text ?? '',
    folder,
    extended: extended?.expression.getText(),
    members: new Map(members),
  };
};

/** Doc comments of the classes in TypeScript files below a folder; types are gone when the program runs, and comments with them. */
export const readPayloadDocs = (root: string): PayloadDocs => {
  const classes = globSync('**/*.ts', { cwd: root })
    .toSorted()
    .filter((file) => !file.endsWith('.spec.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, true);
      return statements.filter(ts.isClassDeclaration).map((found) => classDocsOf(found, path.dirname(file)));
    });
  const find = (name: string, folder: string | undefined): ClassDocs | undefined => {
    const named = classes.filter((found) => found.name === name);
    return named.find((found) => found.folder === folder) ?? named.at(-1);
  };
  const membersOf = (name: string, folder: string | undefined): MemberDocs => {
    const found = find(name, folder);
    if (found === undefined) return new Map();
    const { extended, members } = found;
    return extended === undefined ? members : new Map([...membersOf(extended, found.folder), ...members]);
  };
  return { of: membersOf };
};
