import { describe, expect, it } from 'vitest';
import { html } from '../../../lib/translate/checks/html.ts';
import { misplacedMask } from '../../../lib/translate/checks/mask-places.ts';
import { order } from '../../../lib/translate/checks/order.ts';
import { protector, restore } from '../../../lib/translate/protect.ts';
import { checked } from './checked.ts';

/** The source as it is masked, beside an answer in masks. */
const answered = (source: string, maskedTarget: string) => {
  const { text: maskedSource, spans } = protector()(source);
  return { ...checked('es', source, ''), maskedSource, maskedTarget, spans, target: restore(maskedTarget, spans) };
};

describe('masks', () => {
  it.each([
    ['Weight: 340g, Length: 28"', 'Peso: ⟦2⟧, Largo: ⟦1⟧'],
    ['Weight: 340g. Length: 28"', 'Peso: ⟦2⟧. Largo: ⟦1⟧'],
    ['Weight: 340g\nLength: 28"', 'Peso: ⟦2⟧\nLargo: ⟦1⟧'],
    ['Shell 79gsm, Lining 121g, Zip hem', 'Exterior ⟦2⟧, Forro ⟦1⟧, Bajo con cremallera'],
    ['<ul><li>Shell 79gsm</li><li>Lining 121g</li></ul>', '⟦1⟧⟦2⟧Exterior ⟦6⟧⟦4⟧⟦5⟧Forro ⟦3⟧⟦7⟧⟦8⟧'],
    ['{n, plural, one {# coat} other {# coats}}', '⟦3⟧⟦2⟧ abrigo⟦1⟧⟦4⟧ abrigos⟦5⟧'],
    ['{n, plural, one {# coat} other {# coats}}', '⟦1⟧⟦2⟧⟦3⟧⟦4⟧⟦5⟧ abrigos'],
    ['<img alt="A red coat"> here', '⟦1⟧⟦2⟧ aquí un abrigo rojo'],
  ])('of %j may not change places as in %j', (source, target) => {
    const text = answered(source, target);
    expect(misplacedMask(text)).not.toBeNull();
    expect(order.find(text)).not.toBeNull();
  });

  it.each([
    ['A 79gsm shell with 100% wool.', 'Lana al ⟦2⟧ en un exterior de ⟦1⟧.'],
    ['Weight: 340g, Length: 28"', 'Peso: ⟦1⟧, Largo: ⟦2⟧'],
    ['Body: 100% wool, Lining: 100% wool', 'Cuerpo: lana ⟦2⟧, Forro: lana ⟦1⟧'],
    ['<p>An <b>UPF 30+</b> coat, 340g</p>', '⟦1⟧Un abrigo de ⟦5⟧ con ⟦2⟧⟦3⟧⟦4⟧⟦6⟧'],
    ['Light, warm, and 79gsm', '⟦1⟧, ligera y cálida'],
    ['{n, plural, one {# coat} other {# coats}} left', 'Quedan ⟦1⟧⟦2⟧ abrigo⟦3⟧⟦4⟧ abrigos⟦5⟧'],
  ])('of %j may move as in %j', (source, target) => {
    expect(misplacedMask(answered(source, target))).toBeNull();
  });
});

describe('texts in brackets', () => {
  it.each([
    ['<img src="/a" alt="A red coat">', '⟦1⟧Un abrigo rojo⟦2⟧', true],
    ['<img src="/a" alt="A red coat">', '⟦1⟧Rojo" onerror="x⟦2⟧', false],
    ['<img src="/a" alt="A red coat">', '⟦1⟧Rojo"><script>⟦2⟧', false],
    ['<This is a sentence>', '⟦1⟧Esta es una frase⟦2⟧', true],
    ['<This is a sentence>', '⟦1⟧script src=//evil⟦2⟧', false],
    ['<This is a sentence>', '⟦1⟧style para todos⟦2⟧', false],
  ])('of %j are translated, and make no tag: %j', (source, target, passes) => {
    expect(html.find(answered(source, target)) === null).toBe(passes);
  });
});

it('holds back a number that stands in another entry than in the source', () => {
  const find = (target: string) => order.find(checked('es', '3 pockets, 5 loops, Zip hem', target));
  expect(find('5 bolsillos, 3 presillas, Bajo con cremallera')).toContain('stands in another entry');
  expect(find('3 bolsillos, 5 presillas, Bajo con cremallera')).toBeNull();
});
