import { expect, it } from 'vitest';
import { basicAuthorization, bearerAuthorization, headerText } from './authorization.ts';

it.each([
  ['abc', 'abc'],
  ['a b', 'a b'],
  ['\u00fc', '\u00c3\u00bc'],
  ['', null],
  [' a', null],
  ['a ', null],
  ['a\r\nb: c', null],
  ['a\u0007', null],
])('writes %j into a header as %j', (text, expected) => {
  expect(headerText(text)).toBe(expected);
});

it.each([
  ['anna', 'a:b', 'Basic YW5uYTphOmI='],
  ['\u00fc', '\u2603', 'Basic w7w64piD'],
  ['', 'a', null],
  ['a', '', null],
  ['a:b', 'c', null],
  ['a\nb', 'c', null],
  ['a', 'b\u0000', null],
])('signs in as %j with %j by %j', (user, password, expected) => {
  expect(basicAuthorization(user, password)).toBe(expected);
});

it.each([
  ['abc.def_~+/-==', 'Bearer abc.def_~+/-=='],
  ['', null],
  ['a b', null],
  ['a\r\nb: c', null],
  ['=a', null],
])('shows the token %j by %j', (token, expected) => {
  expect(bearerAuthorization(token)).toBe(expected);
});
