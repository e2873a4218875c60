using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Records;

namespace Holdfast.Agents.External;

/// <summary>What the operator's agent is asked. The names are a promise to it: only add.</summary>
internal sealed record ExternalQuestion(
    string Id, ExternalConversation Conversation, string User, string Text, IReadOnlyList<Attachment>? Attachments, IReadOnlyList<ExternalTurn> History)
{
    /// <summary>The body of a request.</summary>
    public static byte[] Of(AgentTurn turn, IReadOnlyList<Turn> history) => JsonSerializer.SerializeToUtf8Bytes(
        new ExternalQuestion(
            turn.Run.ToString(),
            new ExternalConversation(turn.Conversation.Team.Value, turn.Conversation.Channel.Value, turn.Conversation.Thread?.Value),
            turn.User,
            turn.Content.Text,
            AttachmentsOf(turn.Content),
            [.. history.Select(said => new ExternalTurn(said.Role, said.Content.Text, AttachmentsOf(said.Content)))]),
        ExternalJson.Default.ExternalQuestion);

    private static IReadOnlyList<Attachment>? AttachmentsOf(MessageContent content) => content.Attachments.Count == 0 ? null : content.Attachments;
}

/// <summary>Where it is asked.</summary>
internal sealed record ExternalConversation(string Team, string Channel, string? Thread);

/// <summary>What was said before.</summary>
internal sealed record ExternalTurn(string Role, string Text, IReadOnlyList<Attachment>? Attachments);

/// <summary>A piece of an answer, or all of it.</summary>
internal sealed record ExternalPiece
{
    /// <summary>Why there is no answer, in words for the person who asks.</summary>
    public string? Error { get; init; }

    /// <summary>The whole answer, whatever came in pieces before.</summary>
    public string? Text { get; init; }

    /// <summary>What it does next.</summary>
    public string? Step { get; init; }

    /// <summary>Some more of the answer.</summary>
    public string? Delta { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExternalQuestion))]
[JsonSerializable(typeof(ExternalPiece))]
internal sealed partial class ExternalJson : JsonSerializerContext;
