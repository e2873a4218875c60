using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Deliveries;

/// <summary>
/// A file that a plan names instead of holding it: its bytes until Slack has them, and from then on Slack's id of it, by which it can be fetched again. It is a record, so
/// that every worker can post it, and so that the plan, which is read with each attempt, stays small.
/// </summary>
/// <param name="Id">Which; the plan's name for it.</param>
/// <param name="Team">The workspace.</param>
/// <param name="Name">Its name in Slack, which no other file has.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="KeptAt">From when on it is kept.</param>
public sealed record KeptFile(ItemId Id, string Team, string Name, string MediaType, DateTimeOffset KeptAt)
{
    /// <summary>The most bytes of one.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>How long the bytes are kept at least: a delivery that was given up on can be replayed with them.</summary>
    internal static readonly TimeSpan LeastRetention = TimeSpan.FromDays(14);

    private const string AttachmentPrefix = "kept-";

    /// <summary>What is in it; null since Slack has it.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Slack's id of it; null until Slack has it, or where Slack did not tell.</summary>
    public string? FileId { get; init; }

    /// <summary>How they are kept.</summary>
    public static RecordKind<KeptFile> Kind { get; } = new("kept_file", static () => KeptFileJson.Default.KeptFile, static file => file.Id, static (file, record) => record with
    {
        Team = file.Team,
        EndedAt = file.KeptAt,
    });

    /// <summary>It as a file of a conversation: whoever reads attachments finds it by this.</summary>
    public Attachment AsAttachment(long size) => new($"{AttachmentPrefix}{Id}", Name) { MediaType = MediaType, Size = size };

    /// <summary>Which one an attachment is; null for a file of somebody else.</summary>
    /// <param name="file">The attachment.</param>
    public static ItemId? IdOf(Attachment file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Id.StartsWith(AttachmentPrefix, StringComparison.Ordinal) && ItemId.TryParse(file.Id[AttachmentPrefix.Length..], out var id) ? id : null;
    }

    /// <summary>The same since Slack has it.</summary>
    /// <param name="fileId">Slack's id of it; null where Slack did not tell.</param>
    internal StoredRecord Posted(string? fileId) => Kind.Store(this with { Content = null, FileId = fileId });

    /// <summary>How long they are kept.</summary>
    /// <param name="memory">How long conversations are remembered.</param>
    internal static TimeSpan RetentionOf(MemoryOptions memory) => memory.TimeToLive > LeastRetention ? memory.TimeToLive : LeastRetention;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeptFile))]
internal sealed partial class KeptFileJson : JsonSerializerContext;
