using Holdfast.Text;

namespace Holdfast.Diagnostics;

/// <summary>
/// What a log says of an error that is no defect. Everything down to the network's own words, each with its type, and no stack: a model that was down for an hour
/// wrote kilobytes for each attempt, of which one line said why.
/// </summary>
public static class Causes
{
    private const int MaxLength = 600;

    /// <summary>What an exception and those beneath it say, from outside in, each once.</summary>
    /// <param name="error">The outermost.</param>
    public static string Of(Exception error)
    {
        var said = new List<string>();
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            // What clients put around a cause mostly quotes it.
            if (!said.Exists(words => words.Contains(cause.Message, StringComparison.Ordinal)))
                said.Add(cause == error ? cause.Message : $"{cause.GetType().Name}: {cause.Message}");
        }

        return TextCut.Beginning(string.Join(" < ", said), MaxLength);
    }
}
