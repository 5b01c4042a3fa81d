import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { find } from './path.ts';

const page = {
  achievements: [
    { id: '1', secret: false, rewards: [{ type: 'Gamerscore', value: '25' }], name: 'one' },
    { id: '2', secret: true, rewards: [], name: 'two' },
    {
      id: '3',
      secret: false,
      rewards: [
        { type: 'Art', value: 'x' },
        { type: 'InApp', value: 'y' },
      ],
    },
  ],
  'odd.name': { 'x-y': null },
  numbers: [
    [1, 2],
    [3, 4],
  ],
};

describe('a path', () => {
  const rows: readonly [string, unknown[]][] = [
    ['$', [page]],
    ['$.achievements[0].id', ['1']],
    ['$.achievements[-1].id', ['3']],
    ['$.achievements[1].rewards', [[]]],
    ['$.achievements.length', [3]],
    ['$.achievements[*].id', ['1', '2', '3']],
    ['$.achievements[*].name', ['one', 'two']],
    ['$.achievements[*].rewards[*].type', ['Gamerscore', 'Art', 'InApp']],
    ['$.achievements[*].rewards[0].type', ['Gamerscore', 'Art']],
    ["$['odd.name']['x-y']", [null]],
    ['$["odd.name"].x-y', [null]],
    ['$.numbers[*][0]', [1, 3]],
    ['$.achievements[?id==2].name', ['two']],
    ["$.achievements[?(@.id=='2')].name", ['two']],
    ['$.achievements[?secret==false].id', ['1', '3']],
    ['$.achievements[?secret!=false].id', ['2']],
    ['$.achievements[?name].id', ['1', '2']],
    ['$.achievements[?secret==false && id==3].rewards[?type==Art].value', ['x']],
    ['$.achievements[?secret==false][1].id', ['3']],
    ["$.achievements[?rewards[0].type=='Art'].id", ['3']],
    ['$.nothing.here', []],
    ['$.achievements[7].id', []],
    ['$.achievements[0].constructor', []],
  ];
  for (const [path, values] of rows) {
    test(`${path} leads to ${values.length} values`, () => {
      assert.deepEqual(find(path, page).values, values);
    });
  }

  test('says that it may lead to several values, and that a filter chose them', () => {
    const { isMany, isFiltered } = find('$.achievements[?id==2].name', page);
    assert.deepEqual({ isMany, isFiltered }, { isMany: true, isFiltered: true });
    assert.equal(find('$.achievements[?id==2][0].name', page).isMany, false);
    assert.equal(find('$.achievements[0]', page).isMany, false);
  });

  test('that asks for every element of what is no array is broken', () => {
    assert.equal(find('$.achieved[*].id', page).isBroken, true);
    assert.equal(find('$.odd[*]', page).isBroken, true);
    assert.equal(find('$.achievements[?id==9].rewards[*]', page).isBroken, false);
  });

  for (const path of ['$.a[', '$.a[x y]', '$..', '$.a[]']) {
    test(`${path} is refused`, () => {
      assert.throws(() => find(path, page), SyntaxError);
    });
  }
});
