import type { TestProject } from 'vitest/node';
import { ownFolder } from './own-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder for what test files share; it goes when all have ended. */
    readonly runFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const { path, remove } = ownFolder('fanout-tests');
  project.provide('runFolder', path);
  return remove;
}
