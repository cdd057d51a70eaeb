// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The password in a file, as orchestrators hand out secrets: read for each session, because the file is changed while the program runs.
 *
 * @param file an absolute path
 */
public record PasswordFile(Path file) implements Password {

    /** Tokens have a few thousand bytes at most. What has more is some other file, or has no end. */
    private static final int MOST_BYTES = 64 * 1024;

    @Override
    public Optional<String> now() throws PasswordFailure {
        String password = withoutLineEnd(text(bytes()));
        if (password.isEmpty()) {
            throw failure("is empty");
        }
        if (password.indexOf('\0') >= 0) {
            throw failure("holds U+0000, which no password can");
        }
        return Optional.of(password);
    }

    private byte[] bytes() throws PasswordFailure {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw failure("has more than " + MOST_BYTES + " bytes, so it is none");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw failure("does not exist");
        } catch (AccessDeniedException denied) {
            throw failure("may not be read by this process");
        } catch (IOException broken) {
            throw failure("cannot be read (" + broken.getClass().getName() + ")");
        }
    }

    private String text(byte[] bytes) throws PasswordFailure {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException otherEncoding) {
            throw failure("is not UTF-8");
        }
    }

    /** Editors and {@code echo} end a file with one; a password that ends in one is nobody's. */
    private static String withoutLineEnd(String text) {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private PasswordFailure failure(String problem) {
        return PasswordFailure.lasting("the password file " + file + " " + problem);
    }

    @Override
    public boolean mayChange() {
        return true;
    }
}
