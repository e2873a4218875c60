using System.ComponentModel;
using System.Data.Common;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
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

    /// <summary>
    /// Whether an error and all beneath it is no defect: what the network, a disk, a database or another program does, what was called off, and what parts of
    /// Holdfast say of their own accord. Anything else is looked for in the code, and its stack is needed.
    /// </summary>
    /// <param name="error">The outermost.</param>
    public static bool AreUnderstood(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is AggregateException many
            ? many.InnerExceptions.All(AreUnderstood)
            : IsUnderstood(error) && (error.InnerException is not { } inner || AreUnderstood(inner));
    }

    private static bool IsUnderstood(Exception error) =>
        error is IOException or HttpRequestException or SocketException or WebSocketException or AuthenticationException or UnauthorizedAccessException
            or TimeoutException or OperationCanceledException or DbException or Win32Exception
        || (error is not InvalidOperationException && error.GetType().Namespace?.StartsWith(HoldfastTelemetry.Name, StringComparison.Ordinal) == true);
}
