import { describe, expect, it } from 'vitest';
import { html } from '../../../lib/translate/checks/html.ts';
import { edges, empty, lines, listItems, lostItems, protectedSpans } from '../../../lib/translate/checks/structure.ts';
import { checked } from './checked.ts';

describe('empty', () => {
  it.each(['', '  \n', '...', '—'])('rejects %j', (target) => {
    expect(empty.find(checked('es', 'Two pockets', target))).not.toBeNull();
  });
  it('lets a number stand for a number', () => {
    expect(empty.find(checked('es', '2 + 2', '2 + 2'))).toBeNull();
  });
});

describe('protected-spans', () => {
  it.each([
    ['Peso: 121g', true],
    ['Peso: 112g', false],
    ['Peso', false],
    ['Peso: 121g, 121g', false],
  ])('of "Weight: 121g" in %j: %s', (target, passes) => {
    expect(protectedSpans.find(checked('es', 'Weight: 121g', target)) === null).toBe(passes);
  });
});

describe('edges', () => {
  it.each([
    ['Warm ', 'Cálido ', true],
    ['Warm ', 'Cálido', false],
    ['Warm', ' Cálido', false],
    ['\u00a0Warm\n', '\u00a0Cálido\n', true],
    ['\u00a0Warm', ' Cálido', false],
  ])('%j as %j: %s', (source, target, passes) => {
    expect(edges.find(checked('es', source, target)) === null).toBe(passes);
  });
});

describe('lines', () => {
  it.each([
    ['a\nb\nc', 'x\ny\nz', true],
    ['a\r\nb', 'x\ny', true],
    ['a\nb\nc', 'x, y, z', false],
    ['a', 'x\ny', false],
    ['a\n\nb', 'x\ny', false],
  ])('%j as %j: %s', (source, target, passes) => {
    expect(lines.find(checked('es', source, target)) === null).toBe(passes);
  });
});

describe('lists', () => {
  const FEATURES = 'Mesh back, 3 pockets, Hidden zip, Weight: 1,000g';

  it.each([
    ['es', 'Espalda de malla, 3 bolsillos, Cremallera oculta, Peso: 1,000g', []],
    ['ja', 'メッシュの背面、ポケット3つ、隠しジッパー、重量：1,000g', []],
    ['ar', 'ظهر شبكي، 3 جيوب، سحّاب مخفي، الوزن: 1,000g', []],
    ['es', 'Espalda de malla, 3 bolsillos, Peso: 1,000g', ['lost-items', 'list-items']],
    ['es', 'Espalda de malla, ligera, 3 bolsillos, Cremallera oculta, Peso: 1,000g', ['list-items']],
  ])('into %s: %s', (locale, target, faults) => {
    const found = [lostItems, listItems].filter(({ find }) => find(checked(locale, FEATURES, target)) !== null);
    expect(found.map(({ name }) => name)).toEqual(faults);
  });

  it('takes commas of prose and of small-letter lists for what they are', () => {
    const prose = 'Light, warm, and dry. It is all you need, really.';
    expect(lostItems.find(checked('es', prose, 'Ligera y cálida. Es todo lo que necesitas.'))).toBeNull();
    expect(lostItems.find(checked('es', 'light, soft, warm', 'ligera, suave y cálida'))).toBeNull();
  });
});

describe('html', () => {
  const SOURCE = '<p>A <b>warm</b> coat<br>for <a href="/x">all</a></p>';

  it.each([
    ['<p>Un abrigo <b>cálido</b><br>para <a href="/x">todos</a></p>', true],
    ['<p>Para <a href="/x">todos</a>, un abrigo<br><b>cálido</b></p>', true],
    ['<p>Un abrigo <b>cálido<br>para <a href="/x">todos</a></p>', false],
    ['<p>Un abrigo <b>cálido</b><br>para <a href="/y">todos</a></p>', false],
    ['<p>Un abrigo <b>cálido<br>para <a href="/x"></b>todos</a></p>', false],
    ['<p>Un abrigo <b></b>cálido<br>para <a href="/x">todos</a></p>', false],
    ['<p>Un <i>abrigo</i> <b>cálido</b><br>para <a href="/x">todos</a></p>', false],
    ['Un abrigo <b>cálido</b><br>para <a href="/x">todos</a><p></p>', false],
  ])('%s: %s', (target, passes) => {
    expect(html.find(checked('es', SOURCE, target)) === null).toBe(passes);
  });

  it('asks no more of a translation than the source has', () => {
    expect(html.find(checked('es', 'One <p>two', 'Uno <p>dos'))).toBeNull();
    expect(html.find(checked('es', 'if 3 < 4', 'si 3 < 4'))).toBeNull();
  });
});

describe('markup that a model has made up', () => {
  it.each([
    'Abrigo <img src=x onerror=alert(origin) <b',
    'Abrigo <script src=//evil',
    'Abrigo <svg/onload=alert(1)',
    'Abrigo </p',
    'Abrigo <!-- lo demás',
    'Abrigo <?php',
    'Abrigo <a',
    'Abrigo <b>cálido</b>',
    'Abrigo c&aacute;lido',
    'Abrigo &#60;b&#62;',
    'Abrigo &#x3c;b',
    'Abrigo &#60b',
    'Abrigo &lt',
    'Abrigo &amp; bolso',
  ])('is refused: %s', (target) => {
    expect(html.find(checked('es', 'Warm coat', target))).not.toBeNull();
  });

  it('is refused where the source has some of its own, and where a mask makes it', () => {
    expect(html.find(checked('es', 'A <b>warm</b> coat', 'Un abrigo <b>cálido</b> <script'))).not.toBeNull();
    expect(html.find(checked('es', 'Sizes <M, warm', 'Tallas <M, <M'))).not.toBeNull();
    expect(html.find(checked('es', 'Code KM-30', 'Código <KM-30'))).not.toBeNull();
    expect(html.find(checked('es', 'R&amp;D', 'I&amp;D &amp; más'))).not.toBeNull();
  });

  it.each([
    ['Sizes <M fit small', 'Las tallas <M quedan pequeñas'],
    ['Warm & light, R&D', 'Cálido & ligero, I&D'],
    ['Under <3 pounds', 'Menos de < 3 libras'],
    ['R&amp;D &copy; us', 'I&amp;D &copy; nosotros'],
    ['Less is more', 'Menos es más; A&B; <3'],
  ])('is not seen in %j as %j', (source, target) => {
    expect(html.find(checked('es', source, target))).toBeNull();
  });
});
