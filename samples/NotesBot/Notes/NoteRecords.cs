using System.Text.Json.Serialization;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace NotesBot.Notes;

/// <summary>How notes are kept and found.</summary>
public static class NoteRecords
{
    public static RecordKind<Note> Kind { get; } = new("note", static () => NoteJson.Default.Note, static note => note.Id, static (note, record) => record with
    {
        Team = note.Team,
        User = note.User,
        EndedAt = note.DoneAt,
    });

    public static StoredRecord ToRecord(this Note note) => Kind.Store(note);

    public static ValueTask<IReadOnlyList<Note>> GetOpenNotesAsync(this IRecordReader records, string team, string user, int limit, CancellationToken cancellationToken) =>
        records.FindAsync(Kind, Open(team) with { User = user }, limit, cancellationToken);

    public static RecordQuery Open(string? team) => new(Kind.Name) { Team = team, IsOpen = true };
}

[JsonSerializable(typeof(Note))]
internal sealed partial class NoteJson : JsonSerializerContext;
