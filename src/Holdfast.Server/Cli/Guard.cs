using Holdfast.Server.Configuration;
using Holdfast.Storage;
using Microsoft.AspNetCore.Connections;

namespace Holdfast.Server.Cli;

/// <summary>Turns what a person must mend into one clear line and exit code 78.</summary>
internal static class Guard
{
    public static async Task<int> RunAsync(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (Exception e) when (e is ConfigurationException or StoreException)
        {
            return Misconfigured(e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Misconfigured($"{e.Message} Set Health:Port to a free port (0 takes any), or stop the program that has it.");
        }
    }

    public static int Misconfigured(string message)
    {
        Console.Error.WriteLine($"holdfast: {message}");
        return ExitCodes.Configuration;
    }
}
