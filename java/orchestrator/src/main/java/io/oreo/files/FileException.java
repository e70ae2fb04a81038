package io.oreo.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A file that cannot be read or written; the message says which, why and what to do. */
public final class FileException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public FileException(String message) {
        super(message);
    }

    private FileException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A file that was being read. */
    static FileException reading(Path file, IOException failed) {
        return new FileException("%s cannot be read: %s".formatted(file, reason(failed)), failed);
    }

    /** A file that was being written. */
    static FileException writing(Path file, IOException failed) {
        return new FileException(
                "%s cannot be written: %s".formatted(file, reason(failed)), failed);
    }

    /** A sentence for a failure of files or of the network; nothing if it is none. */
    public static Optional<String> sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileException known) {
                return Optional.ofNullable(known.getMessage());
            }
            if (cause instanceof IOException io) {
                String file =
                        io instanceof FileSystemException of && of.getFile() != null
                                ? "the file %s failed: ".formatted(of.getFile())
                                : "";
                return Optional.of(file + reason(io));
            }
        }
        return Optional.empty();
    }

    /** Why a read or a write failed, as a clause. */
    public static String reason(IOException failed) {
        String said = said(failed);
        if (said.toLowerCase(Locale.ROOT).contains("broken pipe")) {
            return "nobody reads it any more";
        }
        return switch (failed) {
            case NoSuchFileException _ -> "it is not there";
            case AccessDeniedException _ -> "it may not be read or written";
            case NotDirectoryException _ -> "it is no folder";
            case FileSystemLoopException _ -> "it is a link to a folder above itself";
            case FileSystemException of when of.getReason() == null ->
                    of.getClass().getSimpleName();
            case FileSystemException of -> String.valueOf(of.getReason());
            case UnknownHostException _ -> "the host %s is not known".formatted(said);
            case ConnectException _ when unresolved(failed) ->
                    "its host is not known; is there a network?";
            case ConnectException _ -> "it cannot be reached (%s)".formatted(said);
            case HttpTimeoutException _ -> "it did not answer in time";
            case CharacterCodingException _ -> "its text is not UTF-8";
            case EOFException _ -> "it ends too early, so part of it is missing";
            case ZipException _ -> "its compressed bytes are damaged (%s)".formatted(said);
            default -> said;
        };
    }

    private static boolean unresolved(IOException failed) {
        @Nullable Throwable cause = failed.getCause();
        return cause instanceof UnresolvedAddressException
                || (cause != null && cause.getCause() instanceof UnresolvedAddressException);
    }

    private static String said(IOException failed) {
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message;
    }
}
