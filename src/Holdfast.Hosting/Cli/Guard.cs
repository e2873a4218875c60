using Holdfast.Items;
using Holdfast.Redis.Connections;
using Holdfast.Hosting.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Holdfast.Hosting.Cli;

/// <summary>Turns known failures into one clear line and an exit code.</summary>
internal static class Guard
{
    public static async Task<int> RunAsync(Func<Task<int>> verb)
    {
        if (OpenSsl.Problem() is { } problem)
            return Say(problem, ExitCodes.Configuration);
        try
        {
            return await verb();
        }
        catch (ConfigurationException e)
        {
            return Say(e.Message, ExitCodes.Configuration);
        }
        catch (StoreException e)
        {
            return Say(e.Message, e.IsTransient ? ExitCodes.Failure : ExitCodes.Configuration);
        }
        catch (RedisUnavailableException e)
        {
            return Say($"{e.Message} Conversation memory is configured to be there, so Holdfast doesn't start without it.", ExitCodes.Configuration);
        }
        catch (OperationCanceledException)
        {
            return Say("interrupted.", ExitCodes.Failure);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Say($"{e.Message} Set Health:Port to a free port (0 takes any), or stop the program that uses it.", ExitCodes.Configuration);
        }
        catch (HttpRequestException e)
        {
            return Say($"the running server refused: {e.Message} Its log says why.", ExitCodes.Failure);
        }
    }

    /// <summary>Says what is wrong, and how the process ends.</summary>
    public static int Say(string message, int exitCode)
    {
        Console.Error.WriteLine($"holdfast: {message}");
        return exitCode;
    }
}
