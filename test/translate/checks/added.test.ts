import { describe, expect, it } from 'vitest';
import { addedLinks, addedPlaceholders } from '../../../lib/translate/checks/added.ts';
import { runChecks } from '../../../lib/translate/checks/index.ts';
import { checked } from './checked.ts';

const rejected = (source: string, target: string) =>
  runChecks(checked('es', source, target))
    .filter(({ severity }) => severity === 'reject')
    .map(({ check }) => check);

describe('links that a model has made up', () => {
  it.each([
    'Nube https://evil.example/buy',
    'Nube http://evil.example',
    'Nube HTTPS://EVIL.EXAMPLE',
    'Nube ftp://evil.example/x',
    'Nube www.evil.example',
    'Nube evil.com',
    'Nube shop.evil.store/buy',
    'Nube, escriba a ayuda@evil.example',
    'Nube mailto:ayuda',
    'Nube tel:900123',
  ])('hold a translation back: %s', (target) => {
    expect(rejected('Cloud', target)).toContain('added-links');
  });

  it('are told from the source’s own, which stay', () => {
    const source = 'Care: https://ketl.example/care, help@ketl.example or ketl.com';
    const target = 'Cuidado: https://ketl.example/care, help@ketl.example o ketl.com';
    expect(addedLinks.find(checked('es', source, target))).toBeNull();
    expect(rejected(source, `${target} y https://evil.example`)).toContain('added-links');
  });

  it.each([
    ['Fast drying. Comfortable', 'Seca rápido.Cómodo'],
    ['e.g. for rain', 'p. ej. para la lluvia'],
    ['Ratio 3:2', 'Proporción 3:2'],
    ['Nofry 2.0', 'Nofry 2.0'],
  ])('are not seen where there are none: %s', (source, target) => {
    expect(addedLinks.find(checked('es', source, target))).toBeNull();
  });

  it('are looked for in 500 kB of one character within a moment', () => {
    for (const character of ['a', '.', '@', 'a.', '-', '{', '%', 'www.', ':/']) {
      const target = character.repeat(500_000 / character.length);
      const text = { maskedSource: 'x', maskedTarget: target } as Parameters<typeof addedLinks.find>[0];
      const begun = performance.now();
      addedLinks.find(text);
      addedPlaceholders.find(text);
      expect(performance.now() - begun, character).toBeLessThan(2_000);
    }
  });
});

describe('placeholders that a model has made up', () => {
  it.each(['Hola {name}', 'Hola {{ user }}', `Hola \${user}`, 'Hola %s', 'Hola %1$s', 'Hola %(name)s'])(
    'hold a translation back: %s',
    (target) => {
      expect(addedPlaceholders.find(checked('es', 'Hello', target))).not.toBeNull();
      expect(rejected('Hello', target)).not.toEqual([]);
    },
  );

  it('are told from the source’s own, and from braces and percents of a text', () => {
    expect(rejected('Hello {name}, 100% sure', 'Hola {name}, 100% seguro')).not.toContain('added-placeholders');
    expect(addedPlaceholders.find(checked('es', 'up to 50 % off', 'hasta un 50 % de descuento'))).toBeNull();
  });
});

describe('emoticons that a model has made up', () => {
  it.each(['Nube :)', 'Nube ;-)', ':D Nube', 'Nube :(.'])('hold a translation back: %s', (target) => {
    expect(rejected('Cloud', target)).toContain('added-placeholders');
  });

  it.each([
    ['Cloud :)', 'Nube :)'],
    ['Sizes: S, M', 'Tallas: S, M (ver la tabla):'],
    ['Weight (with hood): 90g', 'Peso (con capucha): 90g'],
  ])('are told from the source’s own and from marks: %j as %j', (source, target) => {
    expect(addedPlaceholders.find(checked('es', source, target))).toBeNull();
  });
});

describe('marks and pictographs that a model has made up', () => {
  it.each(['Nailon Cordura®', 'Nube™', 'Nube ℠', 'Nube ✨', 'Nube ❤️', 'Nube 🇪🇸', '🔥 Nube'])(
    'hold a translation back: %s',
    (target) => {
      expect(rejected('Cordura nylon cloud', target)).toContain('added-placeholders');
    },
  );

  it.each([
    ['Cordura® nylon', 'Nailon Cordura®'],
    ['Gore ® nylon', 'Nailon Gore ®'],
    ['Cordura (TM) nylon', 'Nailon Cordura™'],
    ['Warm 🔥 coat', 'Abrigo cálido 🔥'],
    ['Warm coat', 'Abrigo cálido ★ ✓ ↔ ♪ ©'],
    ['Size 3 #1', 'Talla 3 #1 *'],
  ])('are told from the source’s own, and from signs that are text: %j as %j', (source, target) => {
    expect(addedPlaceholders.find(checked('es', source, target))).toBeNull();
  });

  it('are refused beside the source’s own', () => {
    expect(rejected('Cordura® nylon', 'Nailon® Cordura®')).toContain('added-placeholders');
  });
});
