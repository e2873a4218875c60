using System.Collections.Frozen;

namespace Holdfast.Answers.Mentions;

/// <summary>Whom an answer may mention, so that they are told of it. Everybody else is named in plain words.</summary>
/// <param name="ids">Slack's ids of people.</param>
/// <param name="names">The names by which the model knows people, and whose they are; a name stands in an answer behind an @.</param>
public sealed class MentionScope(IEnumerable<string> ids, IEnumerable<KeyValuePair<string, string>>? names = null)
{
    private readonly FrozenSet<string> _ids = ids.ToFrozenSet(StringComparer.Ordinal);

    // The longest first: of Ada and Ada Lovelace the latter is meant where both fit.
    private readonly KeyValuePair<string, string>[] _names =
        [.. (names ?? []).Where(static name => name.Key.Length > 0).OrderByDescending(static name => name.Key.Length)];

    /// <summary>Nobody.</summary>
    public static MentionScope None { get; } = new([]);

    /// <summary>Whether a person may be mentioned.</summary>
    /// <param name="id">Slack's id.</param>
    public bool Allows(string id) => _ids.Contains(id);

    /// <summary>The person whose name a text begins with; null when it is nobody's.</summary>
    /// <param name="text">What stands behind an @.</param>
    /// <param name="length">How long the name is.</param>
    public string? Find(ReadOnlySpan<char> text, out int length)
    {
        foreach (var (name, id) in _names)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (text.Length == name.Length || !char.IsLetterOrDigit(text[name.Length])))
            {
                length = name.Length;
                return id;
            }
        }

        length = 0;
        return null;
    }
}
