import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, decodeInteger, encode, encodeInteger, NotBer, sizeOfFirst, tag } from './ber.ts';

describe('BER', () => {
  it('writes the bytes of the standard', () => {
    expect(encode(tag.octets, 'ab')).toEqual(Buffer.from([4, 2, 0x61, 0x62]));
    expect(encodeInteger(3)).toEqual(Buffer.from([2, 1, 3]));
    expect(encodeInteger(128)).toEqual(Buffer.from([2, 2, 0, 128]));
    expect(encode(tag.octets, 'x'.repeat(200)).subarray(0, 3)).toEqual(Buffer.from([4, 0x81, 200]));
    expect(encode(tag.octets, 'x'.repeat(300)).subarray(0, 4)).toEqual(Buffer.from([4, 0x82, 1, 44]));
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), fc.nat(), (bytes, number) => {
        const written = Buffer.concat([encode(tag.octets, Buffer.from(bytes)), encodeInteger(number)]);
        const [octets, integer] = decode(written);
        expect(octets?.value.equals(bytes)).toBe(true);
        expect(decodeInteger(integer)).toBe(number);
      }),
    );
  });

  it('waits for more while the length is not there', () => {
    expect(sizeOfFirst(Buffer.from([0x30]))).toBeNull();
    expect(sizeOfFirst(Buffer.from([0x30, 0x82, 1]))).toBeNull();
    expect(sizeOfFirst(Buffer.from([0x30, 0x82, 1, 0]))).toBe(260);
  });

  it.each([[[0x30, 0x80, 0, 0]], [[0x30, 0x85, 1, 1, 1, 1, 1]], [[0x30, 5, 1]]])('refuses %j', (bytes) => {
    expect(() => decode(Buffer.from(bytes))).toThrow(NotBer);
  });

  it('never does anything but answer or refuse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decode(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(NotBer);
        }
      }),
    );
  });
});
