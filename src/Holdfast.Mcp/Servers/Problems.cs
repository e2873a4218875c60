using System.Net;
using Holdfast.Diagnostics;
using Holdfast.Http;
using Holdfast.Jobs.Processes;
using Holdfast.Mcp.Configuration;
using Holdfast.Mcp.Transports;
using Holdfast.Text;
using ModelContextProtocol;

namespace Holdfast.Mcp.Servers;

/// <summary>What is wrong with a server, in words that go behind its name; without its secrets, and without what a page said that answered in its place.</summary>
internal static class Problems
{
    private const int MaxLength = 600;

    /// <summary>Why a server could not be started, or was lost.</summary>
    public static string Of(Exception error, ServerDefinition server) => TextCut.Beginning(server.Mask.Hide(Words(error, server)), MaxLength);

    /// <summary>What can be done about it.</summary>
    public static string RemedyFor(Exception error, ServerDefinition server) => CauseOf(error) switch
    {
        CompanionException => $"install it, or correct {server.Setting}:Command",
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => $"check the token in {server.Setting}:Headers",
        HttpRequestException { StatusCode: HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed } => $"correct {server.Setting}:Url: servers mostly answer at a path such as /mcp",
        HttpRequestException => $"check {server.Setting}:Url, the network and the server",
        ServerEndedException => $"run it by hand with {server.Setting}:Arguments, and see what it says",
        TimeoutException or OperationCanceledException => server.IsProgram
            ? $"run it by hand; one that is slow to start may have more in {server.Setting}:StartTimeout"
            : $"check the server; one that is slow may have more in {server.Setting}:StartTimeout",
        _ => $"see whether {server.Where} is an MCP server, and of which version",
    };

    /// <summary>What says most of it: clients put their own exceptions around it, or do not, as it comes.</summary>
    private static Exception CauseOf(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is CompanionException or ServerEndedException or AnswerTooLargeException or HttpRequestException)
                return cause;
        }

        return error;
    }

    private static string Words(Exception error, ServerDefinition server) => CauseOf(error) switch
    {
        CompanionException or ServerEndedException => CauseOf(error).Message,
        AnswerTooLargeException => $"wrote a message of more than {server.Options.MaxResultBytes} bytes",
        HttpRequestException { StatusCode: { } status } => $"answers HTTP {(int)status}",
        HttpRequestException => $"cannot be reached: {Causes.Of(error)}",
        TimeoutException or OperationCanceledException => $"did not answer within {server.Options.StartTimeout.TotalSeconds:0.#} s",
        McpProtocolException => $"refused: {error.Message}",
        _ => $"failed: {Causes.Of(error)}",
    };
}
