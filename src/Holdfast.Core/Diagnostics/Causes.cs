using System.Net.Sockets;
using Holdfast.Text;

namespace Holdfast.Diagnostics;

/// <summary>
/// What a log says of an error that is no defect. Everything down to the network's own words, and no stack: a model that was down for an hour
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
                said.Add(cause.Message);
        }

        return TextCut.Beginning(string.Join(" < ", said), MaxLength);
    }

    /// <summary>The exception itself where its stack may say more: null when its root is the network's or a time limit's.</summary>
    /// <param name="error">The outermost.</param>
    public static Exception? Unexplained(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.GetBaseException() is IOException or SocketException or HttpRequestException or TimeoutException or OperationCanceledException ? null : error;
    }
}
