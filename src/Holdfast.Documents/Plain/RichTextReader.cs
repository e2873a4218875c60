using System.Globalization;
using System.Text;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Plain;

/// <summary>The words of a file in Rich Text Format. Groups are kept on a stack of its own, of bounded height; what is not text is skipped by its group.</summary>
internal static class RichTextReader
{
    private const int MaxDepth = 10_000;
    private const int MaxWord = 40;

    private static readonly HashSet<string> NotShown = new(StringComparer.Ordinal)
    {
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata", "datastore", "xmlnstbl", "fldinst", "header",
        "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "latentstyles", "colorschememapping", "filetbl", "revtbl", "htmltag",
    };

    internal static void Read(Stream stream, Draft draft)
    {
        stream.Position = 0;
        using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, bufferSize: 16_384, leaveOpen: true);
        new Parser(reader, draft).Run();
    }

    private sealed class Parser(StreamReader reader, Draft draft)
    {
        private readonly Stack<Group> _groups = new();
        private readonly List<byte> _bytes = [];
        private Encoding _encoding = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        private Group _group = new(IsShown: true, Replaced: 1);
        private int _toSkip;
        private int _seen;

        internal void Run()
        {
            while (!draft.IsCut && reader.Read() is >= 0 and var next)
            {
                if (++_seen % 10_000 == 0)
                    draft.Cancellation.ThrowIfCancellationRequested();
                switch ((char)next)
                {
                    case '{':
                        if (_groups.Count == MaxDepth)
                            throw new DocumentException(DocumentProblem.Damaged, "It is nested more deeply than a document is, and can't be read.");
                        _groups.Push(_group);
                        _toSkip = 0;
                        break;
                    case '}':
                        Flush();
                        _group = _groups.TryPop(out var outer) ? outer : _group;
                        _toSkip = 0;
                        break;
                    case '\\':
                        Control();
                        break;
                    case '\r' or '\n':
                        break;
                    default:
                        Byte((byte)next);
                        break;
                }
            }

            Flush();
        }

        private void Control()
        {
            var next = reader.Read();
            if (next is >= 'a' and <= 'z' or >= 'A' and <= 'Z')
            {
                Word((char)next);
                return;
            }

            switch (next)
            {
                case '\'':
                    Span<char> digits = [(char)Math.Max(0, reader.Read()), (char)Math.Max(0, reader.Read())];
                    if (byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                        Byte(value);
                    break;
                case '*':
                    Flush();
                    _group = _group with { IsShown = false };
                    break;
                case '~':
                    Byte((byte)' ');
                    break;
                case '_':
                    Byte((byte)'-');
                    break;
                case '\r' or '\n':
                    Text("\n");
                    break;
                case '\\' or '{' or '}':
                    Byte((byte)next);
                    break;
                default:
                    break;
            }
        }

        private void Word(char first)
        {
            var word = new StringBuilder().Append(first);
            while (reader.Peek() is >= 'a' and <= 'z' or >= 'A' and <= 'Z' && word.Length < MaxWord)
                word.Append((char)reader.Read());
            var number = new StringBuilder();
            if (reader.Peek() == '-')
                number.Append((char)reader.Read());
            while (reader.Peek() is >= '0' and <= '9' && number.Length < 11)
                number.Append((char)reader.Read());
            if (reader.Peek() == ' ')
                _ = reader.Read();
            Apply(word.ToString(), int.TryParse(number.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var argument) ? argument : null);
        }

        private void Apply(string word, int? argument)
        {
            switch (word)
            {
                case "par" or "line" or "sect" or "page" or "row":
                    Text("\n");
                    break;
                case "tab" or "cell":
                    Text("\t");
                    break;
                case "emdash" or "endash":
                    Text("–");
                    break;
                case "bullet":
                    Text("•");
                    break;
                case "lquote" or "rquote":
                    Text("'");
                    break;
                case "ldblquote" or "rdblquote":
                    Text("\"");
                    break;
                case "u" when argument is { } code:
                    Text(((char)(ushort)code).ToString());
                    _toSkip = _group.Replaced;
                    break;
                case "uc" when argument is >= 0 and <= 100:
                    _group = _group with { Replaced = argument.Value };
                    break;
                case "ansicpg" when argument is { } page:
                    _encoding = CodePagesEncodingProvider.Instance.GetEncoding(page) ?? _encoding;
                    break;
                case "bin" when argument is > 0:
                    for (var i = 0; i < argument && reader.Read() >= 0; i++)
                        draft.Cancellation.ThrowIfCancellationRequested();
                    break;
                default:
                    if (NotShown.Contains(word))
                        _group = _group with { IsShown = false };
                    break;
            }
        }

        /// <summary>A letter in the file's code page; of some letters a second byte follows.</summary>
        private void Byte(byte value)
        {
            if (_toSkip > 0)
                _toSkip--;
            else if (_group.IsShown)
                _bytes.Add(value);
            if (_bytes.Count >= 4_096 && value < 0x80)
                Flush();
        }

        private void Text(string text)
        {
            Flush();
            if (_group.IsShown)
                draft.Write(text);
        }

        private void Flush()
        {
            if (_bytes.Count == 0)
                return;
            draft.Write(_encoding.GetString([.. _bytes]));
            _bytes.Clear();
        }

        private readonly record struct Group(bool IsShown, int Replaced);
    }
}
