import { describe, expect, it } from 'vitest';
import { brokenCharacters } from '../../../lib/translate/checks/broken-characters.ts';
import { type CheckedText, runChecks } from '../../../lib/translate/checks/index.ts';
import { checked } from './checked.ts';

const find = (source: string, target: string) => brokenCharacters.find({ source, target } as CheckedText);

describe('broken characters', () => {
  it.each([
    ['half of a character', 'Jacke \ud800', 'U+D800'],
    ['the other half', '\udc00 Jacke', 'U+DC00'],
    ['an unreadable one', 'Jacke f\ufffdr dich', 'U+FFFD'],
    ['one for private use', 'Jacke \ue000', 'U+E000'],
    ['one for private use beyond the first plane', 'Jacke \u{f0000}', 'U+F0000'],
    ['a code point that is none', 'Jacke \ufdd0', 'U+FDD0'],
    ['a code point that is none, at the end of a plane', 'Jacke \u{1ffff}', 'U+1FFFF'],
    ['a soft hyphen', 'Regen\u00adjacke', 'U+00AD'],
    ['é in a wrong encoding', 'Veste lÃ©gÃ¨re', 'U+00C3 U+00A9'],
    ['É in a wrong encoding', 'Ã‰tÃ©', 'U+00C3 U+2030'],
    ['ß in a wrong encoding', 'ReiÃŸverschluss', 'U+00C3 U+0178'],
    ['an apostrophe in a wrong encoding', 'lâ€™hiver', 'U+00E2 U+20AC U+2122'],
    ['a no-break space in a wrong encoding', '10Â\u00a0g', 'U+00C2 U+00A0'],
    ['Cyrillic letters in a wrong encoding', 'Ð›ÐµÐ³ÐºÐ¸Ð¹', 'U+00D0 U+203A'],
  ])('are refused from a model, and named by number: %s', (_, target, named) => {
    expect(find('Rain jacket', target)).toContain(named);
  });

  it.each([
    ['whole emoji', 'Warm \u{1f525}', 'Warm \u{1f525}'],
    ['what the source has: private use', '\uf8ff watch band', '\uf8ff Armband'],
    ['what the source has: a soft hyphen', 'rain\u00adcoat', 'Regen\u00adjacke'],
    ['what the source has: an unreadable one', 'Caf\ufffd', 'Caf\ufffd'],
    ['capital Ã at the end of a quotation', '"WOOL"', '“LÔ'],
    ['capital Ã before a trade mark and in quotation marks', '"WOOL®"', '«LÃ®»'],
    ['capital Ã, Â and Ñ in words', 'Not', 'NÃO, ÂMBAR, AÑO, ESPAÑA'],
    ['Icelandic Ð', 'Table', 'BORÐ'],
    ['joiners of Persian', 'Jackets', 'ژاکت\u200cها'],
    ['â before a price', 'Pâté', 'pâté à 5 €'],
  ])('are not found in %s', (_, source, target) => {
    expect(find(source, target)).toBeNull();
  });

  it('end the examination: nothing else can be told of such a text', () => {
    const found = runChecks(checked('de', 'A warm jacket for rainy days', 'Eine warme Jacke f\ufffdr Regentage'));
    expect(found.map(({ check, severity }) => [check, severity])).toEqual([['broken-characters', 'reject']]);
  });
});
