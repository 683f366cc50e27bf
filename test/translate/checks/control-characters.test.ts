import { describe, expect, it } from 'vitest';
import { controlCharacters } from '../../../lib/translate/checks/control-characters.ts';
import type { CheckedText } from '../../../lib/translate/checks/index.ts';

const find = (source: string, target: string, locale = 'de') =>
  controlCharacters.find({ source, target, locale } as CheckedText);

describe('control characters', () => {
  it.each([
    'rot\u001b[31m',
    'rot\u0000',
    'rot\u0007',
    'rot\u202e',
    'rot\u2066',
    '\ufeffrot',
    'rot\u009b',
    'r\u200bot',
    'rot\u2060',
  ])('are refused from a model: %j', (target) => {
    expect(find('red', target)).toMatch(/control/);
  });

  it.each([
    ['red\nblue', 'rot\nblau'],
    ['red\tblue', 'rot\tblau'],
    ['red\u0007', 'rot\u0007'],
    ['half-width', 'می\u200cخواهم'],
    ['red', 'rot\u200f'],
  ])('are let through where they are the source\u2019s own, or a script needs them: %j', (source, target) => {
    expect(find(source, target)).toBeNull();
  });

  it('are let through where a language that has no spaces breaks its lines by them', () => {
    expect(find('red hat', 'หมวก\u200bสีแดง', 'th')).toBeNull();
    expect(find('red hat', 'หมวก\u2060สีแดง', 'th')).toMatch(/control/);
  });
});
