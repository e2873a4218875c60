using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Deliveries;

/// <summary>Plans files that are posted into a conversation.</summary>
/// <param name="time">The clock that dates the deliveries' ids.</param>
public sealed class FileComposer(TimeProvider time)
{
    /// <summary>The most bytes of a file: they are kept in the plan until Slack has them.</summary>
    public const int MaxBytes = 1_250_000;

    /// <summary>A file, posted as a message of its own.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">What plans it.</param>
    /// <param name="name">The file's name, which no other file has: by it the file is found again when it is in doubt whether it was posted.</param>
    /// <param name="title">What people see above it.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Upload(ConversationId conversation, ItemId cause, string name, string title, byte[] content, string? traceParent = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Length is 0 or > MaxBytes)
            throw new ArgumentException("Slack takes no empty file, and a large one does not belong into a plan.", nameof(content));
        var plan = new DeliveryPlan
        {
            Method = DeliveryPlan.UploadFile,
            Arguments = JsonSerializer.SerializeToUtf8Bytes(new PlannedFile(name, title, content), FileJson.Default.PlannedFile),
            Cause = cause,
            Team = conversation.Team.Value,
            Channel = conversation.Channel.Value,
            Thread = conversation.Thread?.Value,
        };
        return plan.ToItem(ItemId.New(time), conversation, traceParent);
    }
}

/// <summary>A file to be posted.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="Title">What people see above it.</param>
/// <param name="Content">What is in it.</param>
internal sealed record PlannedFile(string Name, string Title, byte[] Content)
{
    /// <summary>Reads the arguments of a plan whose method is <see cref="DeliveryPlan.UploadFile"/>.</summary>
    public static PlannedFile Of(DeliveryPlan plan) =>
        JsonSerializer.Deserialize(plan.Arguments.Span, FileJson.Default.PlannedFile) ?? throw new JsonException("The file is empty.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlannedFile))]
internal sealed partial class FileJson : JsonSerializerContext;
