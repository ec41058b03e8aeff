-- One session of Neovim's own language client, run by neovim.ts: reads the job from $THRIFTWISE_JOB, opens the file,
-- waits for the diagnostics the server pushes, takes a code action if asked to, and writes what it saw as JSON.
-- Written for Neovim 0.7 and later.

local function read(path)
  local file = assert(io.open(path, 'r'))
  local text = file:read('*a')
  file:close()
  return text
end

local job = vim.fn.json_decode(read(vim.env.THRIFTWISE_JOB))
local result = { diagnostics = {}, actions = {}, messages = {} }
local pushes = {} -- by uri: { count, version, diagnostics }

local function finish()
  local file = assert(io.open(job.result, 'w'))
  file:write(vim.fn.json_encode(result))
  file:close()
  vim.cmd('qall!')
end

local function session()
  vim.cmd('edit ' .. vim.fn.fnameescape(job.file))
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = job.languageId
  local uri = vim.uri_from_bufnr(buffer)

  local client_id = vim.lsp.start_client({
    name = 'thriftwise',
    cmd = job.command,
    root_dir = job.root,
    workspace_folders = { { uri = vim.uri_from_fname(job.root), name = 'workspace' } },
    init_options = job.initializationOptions,
    settings = job.settings,
    handlers = {
      ['textDocument/publishDiagnostics'] = function(_, params, context, config)
        local before = pushes[params.uri] or { count = 0 }
        pushes[params.uri] =
          { count = before.count + 1, version = params.version, diagnostics = params.diagnostics }
        vim.lsp.diagnostic.on_publish_diagnostics(_, params, context, config or {})
      end,
      ['window/showMessage'] = function(_, params)
        table.insert(result.messages, params.message)
      end,
    },
    on_exit = function(code, signal)
      if not result.finished then
        result.error = 'the server ended with code ' .. tostring(code) .. ', signal ' .. tostring(signal)
      end
    end,
  })
  if client_id == nil then error('the server did not start') end
  vim.lsp.buf_attach_client(buffer, client_id)
  local client = vim.lsp.get_client_by_id(client_id)

  local function wait(what, condition)
    local done = vim.wait(job.timeoutMs, function() return result.error ~= nil or condition() end, 20)
    if result.error ~= nil then error(result.error) end
    if not done then error('waited ' .. job.timeoutMs .. ' ms for ' .. what) end
  end

  wait('pushed diagnostics', function() return pushes[uri] ~= nil end)
  result.diagnostics = pushes[uri].diagnostics

  -- Asks for the actions at a text and returns them, each with its edit.
  local function actions_at(text)
    local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
    for row, line in ipairs(lines) do
      local from, to = line:find(text, 1, true)
      if from ~= nil then
        local range = {
          start = { line = row - 1, character = vim.lsp.util._str_utfindex_enc(line, from - 1, client.offset_encoding) },
          ['end'] = { line = row - 1, character = vim.lsp.util._str_utfindex_enc(line, to, client.offset_encoding) },
        }
        local here = vim.tbl_filter(function(d)
          return d.range.start.line <= range['end'].line and d.range['end'].line >= range.start.line
        end, pushes[uri].diagnostics)
        local answer = client.request_sync('textDocument/codeAction', {
          textDocument = { uri = uri },
          range = range,
          context = { diagnostics = here },
        }, job.timeoutMs, buffer)
        if answer == nil then error('no answer to the code action request') end
        if answer.err ~= nil then error(vim.inspect(answer.err)) end
        return answer.result or {}
      end
    end
    error('the file has no text ' .. text)
  end

  if type(job.action) == 'table' then
    local chosen
    for _, action in ipairs(actions_at(job.action.at)) do
      table.insert(result.actions, action.title)
      if chosen == nil and action.title:find(job.action.title, 1, true) ~= nil then chosen = action end
    end
    if chosen == nil then
      error('no action named like "' .. job.action.title .. '" among ' .. vim.inspect(result.actions))
    end
    if chosen.edit == nil then
      local resolved = client.request_sync('codeAction/resolve', chosen, job.timeoutMs, buffer)
      if resolved == nil or resolved.result == nil then error('the action was not resolved') end
      chosen = resolved.result
    end
    if chosen.edit == nil then error('the action has no edit') end
    local before = pushes[uri].count
    vim.lsp.util.apply_workspace_edit(chosen.edit, client.offset_encoding)
    wait('diagnostics of the changed text', function()
      local push = pushes[uri]
      return push.count > before and (push.version == nil or push.version >= vim.lsp.util.buf_versions[buffer])
    end)
    result.after = pushes[uri].diagnostics
  end

  if job.format then
    -- Neovim 0.8 renamed it.
    if vim.lsp.buf.format ~= nil then vim.lsp.buf.format({ timeout_ms = job.timeoutMs, bufnr = buffer })
    else vim.lsp.buf.formatting_sync(nil, job.timeoutMs) end
  end

  -- Puts the cursor on the first place of a text in the first buffer.
  local function go_to(text)
    vim.api.nvim_set_current_buf(buffer)
    for row, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
      local from = line:find(text, 1, true)
      if from ~= nil then
        vim.api.nvim_win_set_cursor(0, { row, from - 1 })
        return
      end
    end
    error('the file has no text ' .. text)
  end

  local function float()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then return window end
    end
  end

  if type(job.hover) == 'string' then
    go_to(job.hover)
    vim.lsp.buf.hover()
    wait('the hover', function() return float() ~= nil end)
    local window = float()
    result.hover = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    vim.api.nvim_win_close(window, true)
  end

  if type(job.definition) == 'string' then
    go_to(job.definition)
    local before = vim.api.nvim_win_get_cursor(0)
    vim.lsp.buf.definition()
    wait('the jump to the definition', function()
      return vim.api.nvim_get_current_buf() ~= buffer or not vim.deep_equal(vim.api.nvim_win_get_cursor(0), before)
    end)
    result.definition = { file = vim.api.nvim_buf_get_name(0), line = vim.api.nvim_get_current_line() }
  end

  if type(job.rename) == 'table' then
    go_to(job.rename.at)
    local changed = vim.lsp.util.buf_versions[buffer]
    vim.lsp.buf.rename(job.rename.to)
    wait('the rename', function() return vim.lsp.util.buf_versions[buffer] ~= changed end)
    result.buffers = {}
    for _, each in ipairs(vim.api.nvim_list_bufs()) do
      local name = vim.api.nvim_buf_get_name(each)
      if vim.api.nvim_buf_is_loaded(each) and name:find('%.thrift$') ~= nil then
        result.buffers[name] = table.concat(vim.api.nvim_buf_get_lines(each, 0, -1, false), '\n') .. '\n'
      end
    end
  end

  result.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') .. '\n'
  result.finished = true
  client.stop()
  vim.wait(2000, function() return client.is_stopped() end, 20)
end

vim.schedule(function()
  local ok, failure = pcall(session)
  if not ok then result.error = tostring(failure) end
  finish()
end)
