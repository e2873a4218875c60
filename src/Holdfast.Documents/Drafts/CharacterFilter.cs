namespace Holdfast.Documents.Drafts;

/// <summary>
/// Leaves out of a text what nobody sees, mends what is no Unicode, and has lines end in <c>\n</c>. It remembers what a piece of text ended with,
/// since a pair may be divided between two pieces.
/// </summary>
internal struct CharacterFilter
{
    private const char Replacement = '\uFFFD';

    private char _pending;
    private bool _endedInReturn;

    /// <summary>How many characters more than it is given a call may write.</summary>
    internal const int Extra = 1;

    /// <summary>Filters a piece.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="into">At least <see cref="Extra"/> longer.</param>
    /// <returns>How many characters were written.</returns>
    internal int Filter(ReadOnlySpan<char> text, Span<char> into)
    {
        var length = 0;
        foreach (var character in text)
        {
            if (_pending != 0)
            {
                var high = _pending;
                _pending = '\0';
                if (char.IsLowSurrogate(character))
                {
                    if (!IsTag(high, character))
                    {
                        into[length++] = high;
                        into[length++] = character;
                    }

                    continue;
                }

                into[length++] = Replacement;
            }

            var follows = _endedInReturn;
            _endedInReturn = character == '\r';
            switch (character)
            {
                case '\n' when follows:
                    break;
                case '\n' or '\r' or '\f' or '\u2028' or '\u2029':
                    into[length++] = '\n';
                    break;
                case '\u00A0':
                    into[length++] = ' ';
                    break;
                case var _ when char.IsHighSurrogate(character):
                    _pending = character;
                    break;
                case var _ when char.IsLowSurrogate(character):
                    into[length++] = Replacement;
                    break;
                case var _ when character == '\t' || !IsUnseen(character):
                    into[length++] = character;
                    break;
                default:
                    break;
            }
        }

        return length;
    }

    /// <summary>Control characters, those that turn the order around, and marks of a file that got into its text.</summary>
    private static bool IsUnseen(char character) =>
        char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or (>= '\u2060' and <= '\u2064')
            or '\u00AD' or '\u200B' or '\u200E' or '\u200F' or '\uFEFF' or '\uFFFE' or '\uFFFF';

    /// <summary>The block of tags (U+E0000 to U+E0FFF), with which text is hidden from people and not from models.</summary>
    private static bool IsTag(char high, char low) => char.ConvertToUtf32(high, low) is >= 0xE0000 and <= 0xE0FFF;
}
