namespace Holdfast.Answers.Cutting;

/// <summary>How long a text is once Slack has it, whose three special characters are written as entities.</summary>
internal static class Weight
{
    /// <summary>The weight of a text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var weight = 0;
        foreach (var c in text)
            weight += Of(c);
        return weight;
    }

    /// <summary>The weight of a character.</summary>
    public static int Of(char c) => c switch
    {
        '&' => 5,
        '<' or '>' => 4,
        _ => 1,
    };
}
