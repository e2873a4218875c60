using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Testing.Servers;

/// <summary>
/// A PostgreSQL of the test's own, on a free port, in a folder that goes away with it. Started from Debian's package; PostgreSQL refuses
/// to run as root, so there it runs as the user that the package made.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string User = "holdfast";
    public const string Password = "s3cret-of-the-test";
    private const string SystemUser = "postgres";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-pg-").FullName;
    private readonly string _binaries;
    private readonly IReadOnlyList<string> _settings;

    private PostgresServer(string binaries, IReadOnlyList<string> settings) => (_binaries, _settings) = (binaries, settings);

    public int Port { get; } = Ports.Free();

    /// <summary>The folder of its unix socket.</summary>
    public string SocketFolder => _folder;

    /// <summary>The address of its one database.</summary>
    public string Url => $"postgres://{User}:{Password}@127.0.0.1:{Port}/holdfast";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Where the server's programs are; null when it is not installed.</summary>
    public static string? FindBinaries() => !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    /// <summary>Makes and starts one. Nothing of it needs to outlive the machine, so it does not wait for the disk.</summary>
    /// <param name="settings">Further settings, as in postgresql.conf.</param>
    public static async Task<PostgresServer> StartAsync(params IReadOnlyList<string> settings)
    {
        var binaries = FindBinaries();
        if (binaries is null)
            Assert.Skip("PostgreSQL is not installed (Debian: apt-get install postgresql).");
        var server = new PostgresServer(binaries, ["fsync=off", "full_page_writes=off", "max_connections=200", .. settings]);
        await server.CreateAsync();
        await server.StartAgainAsync();
        await server.AdministerAsync($"CREATE ROLE {User} LOGIN PASSWORD '{Password}'", "postgres");
        await server.RunAsync("createdb", "-h", server._folder, "-p", $"{server.Port}", "-O", User, "holdfast");
        return server;
    }

    /// <summary>Makes and starts another that follows this one, without which this one then commits nothing.</summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        var standby = new PostgresServer(_binaries, []);
        await standby.OwnFolderAsync();
        await RunAsync("pg_basebackup", "-h", _folder, "-p", $"{Port}", "-D", standby.Data, "-R", "-X", "stream", "-c", "fast", "--no-sync");
        await standby.ConfigureAsync();
        await standby.StartAgainAsync();
        await AdministerAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await AdministerAsync("SELECT pg_reload_conf()");
        return standby;
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "-t", "60", "promote");

    /// <summary>Has the tables of <see cref="User"/> made in a folder.</summary>
    /// <param name="folder">A folder that does not exist, in one that everybody may write to.</param>
    public async Task KeepTablesInAsync(string folder)
    {
        await RunProgramAsync("mkdir", folder);
        await AdministerAsync($"CREATE TABLESPACE elsewhere LOCATION '{folder}'");
        await AdministerAsync($"GRANT CREATE ON TABLESPACE elsewhere TO {User}");
        await AdministerAsync($"ALTER ROLE {User} SET default_tablespace = elsewhere");
    }

    public Task StartAgainAsync() => RunAsync("pg_ctl", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-t", "60", "start");

    /// <summary>Stops it; the next start recovers from its log where the mode is <c>immediate</c>.</summary>
    public Task StopAsync(string mode = "fast") => RunAsync("pg_ctl", "-D", Data, "-m", mode, "-w", "-t", "60", "stop");

    /// <summary>Runs a statement as its administrator.</summary>
    public Task<string> AdministerAsync(string sql, string database = "holdfast") =>
        RunAsync("psql", "-h", _folder, "-p", $"{Port}", "-d", database, "-qAtc", sql);

    /// <summary>Has it speak TLS, until it is told to be plain again.</summary>
    public async Task SpeakTlsAsync(TestCertificates certificates)
    {
        // It reads no key that others may read, and is another user than the test.
        string[] owner = Environment.UserName == "root" ? ["-o", SystemUser] : [];
        await RunAsRootAsync("install", [.. owner, "-m", "600", certificates.CertificateFile, certificates.KeyFile, _folder]);
        await AdministerAsync($"ALTER SYSTEM SET ssl_cert_file = '{Path.Combine(_folder, Path.GetFileName(certificates.CertificateFile))}'");
        await AdministerAsync($"ALTER SYSTEM SET ssl_key_file = '{Path.Combine(_folder, Path.GetFileName(certificates.KeyFile))}'");
        await AdministerAsync("ALTER SYSTEM SET ssl = on");
        await AdministerAsync("SELECT pg_reload_conf()");
    }

    public async Task SpeakPlainlyAsync()
    {
        await AdministerAsync("ALTER SYSTEM RESET ssl");
        await AdministerAsync("SELECT pg_reload_conf()");
    }

    /// <summary>Whether psql, which is libpq, connects to an address.</summary>
    public async Task<bool> IsTakenByPsqlAsync(string address)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(_binaries, "psql"), ["-d", address, "-qAtc", "SELECT 1"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CreateAsync()
    {
        await OwnFolderAsync();
        await RunAsync("initdb", "-D", Data, "-A", "scram-sha-256", "--no-sync", "-E", "UTF8", "--locale", "C", "--pwfile", await PasswordFileAsync());
        await File.WriteAllTextAsync(Path.Combine(Data, "pg_hba.conf"), "local all,replication all trust\nhost all all all scram-sha-256\n");
        await ConfigureAsync();
    }

    private async Task OwnFolderAsync()
    {
        if (Environment.UserName == "root")
            await RunAsRootAsync("chown", SystemUser, _folder);
    }

    /// <summary>Of what is set twice the later counts: a standby has the settings of its primary already.</summary>
    private Task ConfigureAsync()
    {
        string[] all = [$"port={Port}", "listen_addresses=127.0.0.1,::1", $"unix_socket_directories={_folder}", .. _settings];
        var lines = all.Select(static setting => setting.Split('=', 2)).Select(static setting => $"{setting[0]} = '{setting[1]}'\n");
        return File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), $"\n{string.Concat(lines)}");
    }

    private async Task<string> PasswordFileAsync()
    {
        var file = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(file, Password);
        return file;
    }

    private Task<string> RunAsync(string program, params IReadOnlyList<string> arguments) => RunProgramAsync(Path.Combine(_binaries, program), arguments);

    private static Task<string> RunProgramAsync(string path, params IReadOnlyList<string> arguments) =>
        Environment.UserName == "root" ? RunAsRootAsync("runuser", ["-u", SystemUser, "--", path, .. arguments]) : RunAsRootAsync(path, arguments);

    private static async Task<string> RunAsRootAsync(string program, params IReadOnlyList<string> arguments)
    {
        // Its output goes to a file of its own and not to ours: the server would keep our pipe open for as long as it lives.
        var isStart = arguments.Contains("start");
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = !isStart, RedirectStandardError = !isStart, WorkingDirectory = "/",
        })!;
        using var limit = new CancellationTokenSource(Patience);
        var output = isStart ? Task.FromResult("") : process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = isStart ? Task.FromResult("") : process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0
            ? (await output).Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
    }
}
