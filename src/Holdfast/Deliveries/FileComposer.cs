using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Deliveries;

/// <summary>Plans files that are posted into a conversation.</summary>
/// <param name="time">The clock that dates the deliveries' ids.</param>
public sealed class FileComposer(TimeProvider time)
{
    /// <summary>The most bytes of a file that is kept in its plan until Slack has it.</summary>
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
        return Upload(conversation, cause, new PlannedFile(name, title) { Content = content }, traceParent);
    }

    /// <summary>A larger file, posted as a message of its own: the plan names it.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">What plans it.</param>
    /// <param name="file">The file, with its bytes. Its record goes into the same commit as the item.</param>
    /// <param name="title">What people see above it.</param>
    /// <param name="altText">What a picture shows, for those who do not see it; null for other files.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public Effects Upload(ConversationId conversation, ItemId cause, KeptFile file, string title, string? altText, string? traceParent = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Content is not { Length: > 0 and <= KeptFile.MaxBytes })
            throw new ArgumentException("Slack takes no empty file, and a larger one is not kept.", nameof(file));
        return new Effects
        {
            Append = [Upload(conversation, cause, new PlannedFile(file.Name, title) { Kept = file.Id, AltText = altText }, traceParent)],
            Records = [KeptFile.Kind.Store(file)],
        };
    }

    private NewItem Upload(ConversationId conversation, ItemId cause, PlannedFile file, string? traceParent)
    {
        var plan = new DeliveryPlan
        {
            Method = DeliveryPlan.UploadFile,
            Arguments = JsonSerializer.SerializeToUtf8Bytes(file, FileJson.Default.PlannedFile),
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
internal sealed record PlannedFile(string Name, string Title)
{
    /// <summary>What is in it; null where it is <see cref="Kept"/>.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The file that is kept beside the plan.</summary>
    public ItemId? Kept { get; init; }

    /// <summary>What a picture shows.</summary>
    public string? AltText { get; init; }

    /// <summary>Reads the arguments of a plan whose method is <see cref="DeliveryPlan.UploadFile"/>.</summary>
    public static PlannedFile Of(DeliveryPlan plan) =>
        JsonSerializer.Deserialize(plan.Arguments.Span, FileJson.Default.PlannedFile) ?? throw new JsonException("The file is empty.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlannedFile))]
internal sealed partial class FileJson : JsonSerializerContext;
