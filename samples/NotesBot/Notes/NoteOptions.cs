using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace NotesBot.Notes;

/// <summary>Section <c>Notes</c>.</summary>
public sealed class NoteOptions
{
    /// <summary>The most that are shown. Default: 10.</summary>
    [Range(1, 50)]
    public int Most { get; set; } = 10;

    /// <summary>How long a note is kept that is done. Default: a day.</summary>
    [Duration(1, 604800)]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(1);
}
