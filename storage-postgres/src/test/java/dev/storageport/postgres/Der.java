// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes the few forms of ASN.1 that a certificate has: each a tag, a length and what it holds. */
final class Der {

    private Der() {}

    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int sign = digits[0] == 0 ? 1 : 0;
            whole.write(0x80 | (digits.length - sign));
            whole.write(digits, sign, digits.length - sign);
        } else {
            whole.write(length);
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] integer(long value) {
        return tagged(0x02, BigInteger.valueOf(value).toByteArray());
    }

    static byte[] bits(byte[] whole) {
        return tagged(0x03, new byte[] {0}, whole);
    }

    static byte[] oid(int first, int second, int... more) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write((40 * first) + second);
        for (int number : more) {
            for (int digit = 4; digit > 0; digit--) {
                int rest = number >> (7 * digit);
                if (rest != 0) {
                    content.write(0x80 | (rest & 0x7F));
                }
            }
            content.write(number & 0x7F);
        }
        return tagged(0x06, content.toByteArray());
    }
}
