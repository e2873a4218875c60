using System.Diagnostics;

namespace Holdfast.Testing.Servers;

/// <summary>A real PgBouncer in front of a real PostgreSQL. It refuses to run as root, as that does.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private PgBouncer(PostgresServer server, IEnumerable<string> settings)
    {
        var users = Path.Combine(_folder.Path, "users");
        var configuration = Path.Combine(_folder.Path, "pgbouncer.ini");
        File.WriteAllText(users, $"\"{PostgresServer.User}\" \"{PostgresServer.Password}\"\n");
        File.WriteAllLines(
            configuration,
            [
                "[databases]", $"holdfast = host=127.0.0.1 port={server.Port} dbname=holdfast", "[pgbouncer]", "listen_addr = 127.0.0.1", $"listen_port = {Port}", "unix_socket_dir =",
                "auth_type = scram-sha-256", $"auth_file = {users}", "default_pool_size = 50", .. settings,
            ]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        string[] user = Environment.UserName == "root" ? ["-u", "postgres"] : [];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, [.. user, configuration]) { RedirectStandardError = true, UseShellExecute = false },
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("process up", StringComparison.Ordinal) == true)
                _isUp.TrySetResult();
            else if (line.Data is null || line.Data.Contains("FATAL", StringComparison.Ordinal))
                _isUp.TrySetException(new InvalidOperationException($"pgbouncer did not come up: {line.Data}"));
        };
        _process.Start();
        _process.BeginErrorReadLine();
    }

    public int Port { get; } = Ports.Free();

    /// <summary>The address of the database behind it.</summary>
    public string Url => $"postgres://{PostgresServer.User}:{PostgresServer.Password}@127.0.0.1:{Port}/holdfast";

    /// <summary>Starts one.</summary>
    /// <param name="server">What is behind it.</param>
    /// <param name="settings">Lines of pgbouncer.ini, <c>pool_mode = session</c> for instance.</param>
    public static async Task<PgBouncer> StartAsync(PostgresServer server, params IEnumerable<string> settings)
    {
        Assert.SkipUnless(File.Exists(Program), "PgBouncer is not installed (Debian: apt-get install pgbouncer).");
        var pooler = new PgBouncer(server, settings);
        await pooler._isUp.Task.WaitAsync(Patience);
        return pooler;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _folder.Dispose();
    }
}
