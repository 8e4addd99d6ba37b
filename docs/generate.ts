import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedPages, projectFolder, withFlowChart } from './generator/documents.ts';

// `npm run docs`: writes every generated page, and the chart in the README.
rmSync(path.join(projectFolder, 'docs', 'generated'), { recursive: true, force: true });
for (const [name, text] of generatedPages()) {
  const file = path.join(projectFolder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(name);
}
const readme = path.join(projectFolder, 'README.md');
if (existsSync(readme)) writeFileSync(readme, withFlowChart(readFileSync(readme, 'utf8')));
