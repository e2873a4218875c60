using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Agents;
using Holdfast.Attachments;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Images;

/// <summary>
/// The pictures of a conversation: those that people attached, which stand with what they said, and those that the agent made or a tool returned, which are kept here. One record for each
/// conversation, which its runs change one after the other.
/// </summary>
/// <param name="records">Where they are kept.</param>
/// <param name="makers">Who makes any.</param>
public sealed class ConversationPictures(IRecordReader records, IEnumerable<PictureMaker> makers)
{
    /// <summary>The kind of the records. It is stored: never rename it.</summary>
    public const string RecordKind = "made_pictures";

    /// <summary>The most that are remembered of those that the agent made.</summary>
    private const int MostMade = 20;

    private readonly bool _isAnyMade = makers.Any();

    /// <summary>Those that the agent made, oldest first. Where nobody makes any, nothing is looked up.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<MadePicture>> MadeAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        _isAnyMade && await records.GetValueAsync(KeyOf(conversation), cancellationToken) is { } value ? Read(value) : [];

    /// <summary>The pictures of a conversation, newest first.</summary>
    /// <param name="turn">What is asked in it now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<KnownPicture>> AllAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var made = await MadeAsync(turn.Conversation, cancellationToken);
        var said = await turn.Memory.GetTurnsAsync(turn.Conversation, cancellationToken);

        // What was made in this run comes after its question, and a question after all that was made before.
        var found = new List<(DateTimeOffset At, KnownPicture Picture)>();
        var at = DateTimeOffset.MinValue;
        foreach (var one in said)
        {
            at = one.Speaker?.At is { } moment && moment > at ? moment : at;
            found.AddRange(PicturesOf(one.Content).Select(file => (at, new KnownPicture(file, one.Speaker?.Name ?? one.Speaker?.Id))));
        }

        found.AddRange(made.Where(one => one.Run != turn.Run).Select(one => (one.At, new KnownPicture(one.File, By: null))));
        var newest = made.Where(one => one.Run == turn.Run).Select(one => new KnownPicture(one.File, By: null)).Reverse();
        return
        [
            .. newest.Concat(PicturesOf(turn.Content).Select(file => new KnownPicture(file, turn.Speaker?.Name ?? turn.User)).Reverse())
                .Concat(found.AsEnumerable().Reverse().OrderByDescending(one => one.At).Select(one => one.Picture)).DistinctBy(one => one.File.Id),
        ];
    }

    /// <summary>
    /// Remembers some that were made, the newest last. What was remembered before has to be committed by now: a call that others run beside is not to ask. Where
    /// nobody makes any, nobody would look them up, and none is kept.
    /// </summary>
    /// <param name="turn">For whom and where.</param>
    /// <param name="files">The pictures.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Effects> AddAsync(AgentTurn turn, IReadOnlyCollection<Attachment> files, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (!_isAnyMade)
            return Effects.None;
        var made = (await MadeAsync(turn.Conversation, cancellationToken)).Concat(files.Select(file => new MadePicture(file, turn.Run, at)));
        var record = KeyOf(turn.Conversation).With(JsonSerializer.Serialize(new MadePictures([.. made.TakeLast(MostMade)]), MadePicturesJson.Default.MadePictures)) with
        {
            Team = turn.Conversation.Team.Value,
            EndedAt = at,
        };
        return new Effects { Records = [record] };
    }

    /// <summary>What cannot be read any more is of no use to anybody: there are none then.</summary>
    private static IReadOnlyList<MadePicture> Read(string value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, MadePicturesJson.Default.MadePictures)?.Pictures ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<Attachment> PicturesOf(MessageContent content) =>
        content.Attachments.Where(static file => file.MediaType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true).Concat(LinkedPictures.In(content));

    /// <summary>The name of a conversation's.</summary>
    /// <param name="conversation">The conversation.</param>
    internal static RecordKey KeyOf(ConversationId conversation) => new(RecordKind, conversation.ToString());
}

/// <summary>Something by which the agent comes to pictures of its own. Only where there is one, they are looked up with each question.</summary>
/// <param name="Name">A tool, or a server of tools.</param>
public sealed record PictureMaker(string Name);

/// <summary>A picture of a conversation.</summary>
/// <param name="File">The picture.</param>
/// <param name="By">Who attached it; null where that is not known, and of those that the agent made.</param>
public sealed record KnownPicture(Attachment File, string? By)
{
    /// <summary>Whether the agent made it.</summary>
    public bool IsMade => KeptFile.IdOf(File) is not null;
}

/// <summary>A picture that the agent made, or that a tool returned to it.</summary>
/// <param name="File">The picture.</param>
/// <param name="Run">The run in which it was made.</param>
/// <param name="At">When.</param>
public sealed record MadePicture(Attachment File, ItemId Run, DateTimeOffset At);

internal sealed record MadePictures(IReadOnlyList<MadePicture> Pictures);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MadePictures))]
internal sealed partial class MadePicturesJson : JsonSerializerContext;
