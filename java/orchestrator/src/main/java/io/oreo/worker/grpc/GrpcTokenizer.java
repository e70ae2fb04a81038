package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.DecodeRequest;
import io.oreo.protocol.worker.v1.DecodeResponse;
import io.oreo.protocol.worker.v1.EncodeItem;
import io.oreo.protocol.worker.v1.EncodeRejectionReason;
import io.oreo.protocol.worker.v1.EncodeRequest;
import io.oreo.protocol.worker.v1.EncodeResponse;
import io.oreo.protocol.worker.v1.EncodedItem;
import io.oreo.protocol.worker.v1.TokenList;
import io.oreo.protocol.worker.v1.TokenizerServiceGrpc;
import io.oreo.trajectory.IntVector;
import io.oreo.worker.ModelSource;
import io.oreo.worker.StepRule;
import io.oreo.worker.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** The tokenizer of a model directory, in a worker. */
final class GrpcTokenizer implements Tokenizer {

    private static final String ENCODE = "Encode";
    private static final String DECODE = "Decode";

    private final Calls calls;
    private final ModelSource model;

    GrpcTokenizer(Calls calls, ModelSource model) {
        this.calls = calls;
        this.model = model;
    }

    @Override
    public List<Encoded> encode(List<Dialogue> dialogues, StepRule stepRule, int maxLength) {
        EncodeRequest.Builder request =
                EncodeRequest.newBuilder()
                        .setDirectory(model.directory().toString())
                        .setStepRule(SequenceCodec.stepRule(stepRule))
                        .setMaxLength(maxLength);
        model.tokenizerLoader().ifPresent(request::setTokenizerLoader);
        dialogues.forEach(dialogue -> request.addItems(item(dialogue)));
        EncodeResponse reply = encode(request.build());
        if (reply.getItemsCount() != dialogues.size()) {
            throw Failures.contract(ENCODE, "not one answer an item");
        }
        List<Encoded> encoded = new ArrayList<>(dialogues.size());
        for (int i = 0; i < dialogues.size(); i++) {
            encoded.add(encoded(dialogues.get(i).id(), reply.getItems(i)));
        }
        return List.copyOf(encoded);
    }

    @Override
    public List<String> decode(List<IntVector> tokenIds) {
        DecodeRequest.Builder request =
                DecodeRequest.newBuilder().setDirectory(model.directory().toString());
        model.tokenizerLoader().ifPresent(request::setTokenizerLoader);
        for (IntVector ids : tokenIds) {
            request.addItems(TokenList.newBuilder().addAllTokenIds(SequenceCodec.boxed(ids)));
        }
        DecodeResponse reply =
                calls.unary(
                        DECODE,
                        TokenizerServiceGrpc::newBlockingV2Stub,
                        calls.deadlines().work(),
                        stub -> stub.decode(request.build()));
        if (reply.getTextsCount() != tokenIds.size()) {
            throw Failures.contract(DECODE, "not one text an item");
        }
        return List.copyOf(reply.getTextsList());
    }

    @Override
    public String key() {
        EncodeRequest.Builder request =
                EncodeRequest.newBuilder().setDirectory(model.directory().toString());
        model.tokenizerLoader().ifPresent(request::setTokenizerLoader);
        return encode(request.build()).getTokenizerKey();
    }

    private EncodeResponse encode(EncodeRequest request) {
        return calls.unary(
                ENCODE,
                TokenizerServiceGrpc::newBlockingV2Stub,
                calls.deadlines().work(),
                stub -> stub.encode(request));
    }

    private static EncodeItem item(Dialogue dialogue) {
        EncodeItem.Builder item =
                EncodeItem.newBuilder()
                        .setItemId(dialogue.id())
                        .setChatTemplate(dialogue.chatTemplate())
                        .setEndToken(dialogue.endToken())
                        .setPromptOnly(dialogue.promptOnly())
                        .setRendered(dialogue.rendered())
                        .setToolsJson(dialogue.toolsJson());
        for (Turn turn : dialogue.turns()) {
            item.addTurns(
                    io.oreo.protocol.worker.v1.Turn.newBuilder()
                            .setRole(turn.role())
                            .setText(turn.text())
                            .setAction(turn.action())
                            .setMoreJson(turn.moreJson()));
        }
        return item.build();
    }

    private static Encoded encoded(String id, EncodedItem reply) {
        if (!reply.getItemId().equals(id)) {
            throw Failures.contract(
                    ENCODE, "%s came where %s is due".formatted(reply.getItemId(), id));
        }
        return reply.hasRejection()
                ? new Encoded.Rejected(
                        id,
                        reason(reply.getRejection().getReason()),
                        reply.getRejection().getMessage())
                : new Encoded.Tokens(
                        id,
                        SequenceCodec.sequence(ENCODE, reply.getSequence()),
                        reply.getSpelledTokens(),
                        reply.getTurnsAsContext());
    }

    private static Reason reason(EncodeRejectionReason reason) {
        return switch (reason) {
            case ENCODE_REJECTION_REASON_TOO_LONG -> Reason.TOO_LONG;
            case ENCODE_REJECTION_REASON_EMPTY_RESPONSE -> Reason.EMPTY_RESPONSE;
            case ENCODE_REJECTION_REASON_NOT_PREFIX_PRESERVING -> Reason.NOT_PREFIX_PRESERVING;
            case ENCODE_REJECTION_REASON_TEMPLATE -> Reason.TEMPLATE;
            case ENCODE_REJECTION_REASON_LEFT_OUT -> Reason.LEFT_OUT;
            case ENCODE_REJECTION_REASON_UNSPECIFIED, UNRECOGNIZED ->
                    throw Failures.contract(ENCODE, "a rejection gives no known reason");
        };
    }
}
