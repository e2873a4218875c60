using System.Text;

namespace Holdfast.Simulator.Model;

/// <summary>Texts the scripted model says on command.</summary>
internal static class Samples
{
    public const string Markdown =
        """
        # A heading

        Some **bold**, some *italic*, some ~~struck~~ and some `code`; a [link](https://example.com/?a=1&b=2).

        - first
        - second
          - nested

        1. one
        2. two

        > quoted & escaped: 1 < 2 > 0

        ```csharp
        Console.WriteLine("fenced <code> & more");
        ```

        | boat | length |
        |---|---|
        | dinghy | 3 m |
        | ketch | 12 m |
        """;

    /// <summary>Numbered sentences, so that a reader of the pieces sees whether one is missing.</summary>
    public static string Long(int characters)
    {
        var text = new StringBuilder(characters + 40);
        for (var i = 1; text.Length < characters; i++) text.Append("Sentence ").Append(i).Append(" of a long answer. ");
        text.Length = characters;
        return text.ToString();
    }
}
